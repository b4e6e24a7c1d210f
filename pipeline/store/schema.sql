-- winnow's database. Plain STRICT tables, so that any tool reads them.
--
-- Three kinds of table:
--   content  sources, documents, passages, items, report_references, stated_counts:
--            what the files say, one row per thing found, never changed afterwards
--   ledger   duplicates, reports, conclusions, recommendations, responses, ...:
--            computed from the content by dedupe and link, rebuilt at any time
--   log      runs, changes, diagnostics
--
-- Ids of content and ledger rows follow from what the row is (the first 53 bits of
-- a hash of its name, see store/ident.h), not from when it came: the same heap
-- gives the same ids in any order, in one run or in ten, and a JavaScript number
-- or an R double holds them. Passages, references and items have the id of their
-- document plus their seq.
--
-- Dates are ISO 8601; where a text gives less than a day, EDTF (ISO 8601-2).
--
-- To change a table or a view: change it here (or in views.sql), raise SCHEMA_VERSION
-- in schema.h, done. A database of an older schema is brought to this text when it is
-- next opened for writing (schema.c): what is missing is made, a table that is defined
-- otherwise is made anew with its old rows, so a column that comes new needs a DEFAULT
-- or must allow NULL. What is computed (ledger, duplicates) is computed anew by that run;
-- a new table that holds what dedupe remembers belongs into the list `forget` there.

-- 'settled': the version of winnow whose dedupe, link and full text went over all
-- that is here; empty while something is not settled yet.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,             -- what is said
  value TEXT NOT NULL                 -- what it is
) STRICT;

-- ---- log ----

-- Each run that wrote here.
CREATE TABLE runs (
  id              INTEGER PRIMARY KEY, -- 1, 2, ... in the order of the runs
  started_at      TEXT NOT NULL,      -- UTC, ISO 8601
  finished_at     TEXT,               -- null: it was interrupted
  command         TEXT NOT NULL,      -- what was run: ingest, load, merge
  version         TEXT NOT NULL,      -- the version of winnow
  files_seen      INTEGER NOT NULL DEFAULT 0, -- files that were looked at
  files_new       INTEGER NOT NULL DEFAULT 0, -- of them, never seen before
  files_changed   INTEGER NOT NULL DEFAULT 0, -- of them, another version of a file that was known
  files_unchanged INTEGER NOT NULL DEFAULT 0, -- of them, skipped, as nothing had changed
  files_failed    INTEGER NOT NULL DEFAULT 0, -- of them, named on stderr as not to be read
  exit_status     INTEGER,            -- the status it ended with, as sysexits.h has it
  reading         TEXT,               -- how files were read: workers, what confined them, limits
  readers_lost    INTEGER NOT NULL DEFAULT 0 -- workers that crashed or met a limit
) STRICT;

-- ---- content ----

-- One row for each version of a file that was seen, of each archive, and of each member
-- of an archive that is text: its path is ARCHIVE!/MEMBER (pipeline/names.h).
CREATE TABLE sources (
  id           INTEGER PRIMARY KEY,   -- a hash of path and sha256
  path         TEXT NOT NULL,         -- as it was given
  sha256       TEXT,                  -- null: could not be read
  bytes        INTEGER NOT NULL,      -- size of the file, or of the member
  mtime        INTEGER NOT NULL,      -- nanoseconds since 1970
  media_type   TEXT,                  -- what it was read as: text/html, text/plain
  encoding     TEXT,                  -- what its bytes were decoded as, by its WHATWG name
  state        TEXT NOT NULL CHECK (state IN ('current','superseded','missing','failed')),
                                      -- current: the version that counts; superseded by another; missing: the file is
                                      -- gone; failed: it could not be read
  first_run_id INTEGER NOT NULL REFERENCES runs(id), -- the run that saw this version first
  last_run_id  INTEGER NOT NULL REFERENCES runs(id), -- the run that saw it last
  reader       TEXT,                  -- the families and the winnow that read it; null: not known
  url          TEXT,                  -- of a record of a web archive: what was asked for,
  captured     TEXT,                  -- and when, ISO 8601
  charset      TEXT,                  -- the encoding that was declared with it
  pages        TEXT                   -- of a PDF: at which byte of its text each page begins, as JSON: [0,1800,3610]
) STRICT;
CREATE INDEX sources_path ON sources(path);
CREATE INDEX sources_sha256 ON sources(sha256);
-- At most one version of a path is the one that counts.
CREATE UNIQUE INDEX sources_live ON sources(path) WHERE state IN ('current','failed');

-- The texts that the files hold; most files hold one.
CREATE TABLE documents (
  id        INTEGER PRIMARY KEY,      -- a hash of path, sha256 and seq
  source_id INTEGER NOT NULL REFERENCES sources(id), -- the file it stands in
  seq       INTEGER NOT NULL,         -- 1, 2, ... within the source
  kind      TEXT NOT NULL CHECK (kind IN ('committee_report','government_response','letter','news','other')),
                                      -- what sort of document it is
  family    TEXT,                     -- the family that read it
  title     TEXT,                     -- its title
  author    TEXT,                     -- who wrote it
  publisher TEXT,                     -- who published it
  date      TEXT,                     -- EDTF
  sender    TEXT,                     -- of a letter, who wrote it
  recipient TEXT,                     -- of a letter, to whom
  url       TEXT,                     -- where it was published
  language  TEXT,                     -- its language, as the page says
  title_from     TEXT,               
                                      -- what gave the title: 'meta og:title', 'JSON-LD headline', '<h1>'; or the rule, 'letter:12'
  author_from    TEXT,                -- what gave the author
  publisher_from TEXT,                -- what gave the publisher
  date_from      TEXT,                -- what gave the date
  url_from       TEXT,                -- what gave the address
  language_from  TEXT,                -- what gave the language
  UNIQUE (source_id, seq)
) STRICT;
CREATE INDEX documents_date ON documents(date);
CREATE INDEX documents_kind ON documents(kind);
CREATE INDEX documents_title ON documents(title);

-- The paragraphs, headings, list items and table rows of each document.
CREATE TABLE passages (
  id          INTEGER PRIMARY KEY,    -- document_id + seq
  document_id INTEGER NOT NULL REFERENCES documents(id), -- the document it stands in
  seq         INTEGER NOT NULL,       -- 1, 2, ... within the document, in reading order
  role        TEXT NOT NULL CHECK (role IN ('heading','paragraph','list_item','table_row','footnote',
                                            'furniture','boilerplate','noise')), -- what part it plays in the document
  level       INTEGER,                -- of a heading 1-6, of a list item its depth
  marker      TEXT,                   -- list number or bullet that is not part of text
  text        TEXT NOT NULL,          -- its text, clean, on one line; cells of a table row are apart by " | "
  context     TEXT,                   -- the record it belongs to, for dedupe
  line_start  INTEGER,                -- 1-based, in the source
  line_end    INTEGER,                -- the last line, included
  byte_start  INTEGER,                -- 0-based, in the source as it is on disk; of a PDF, in what pdftotext -layout gives
  byte_end    INTEGER,                -- not included
  pieces      TEXT,                   -- of a passage in columns: its bytes in reading order, '120-163,201-240'
  UNIQUE (document_id, seq)
) STRICT;

-- Reports that a document is, answers or names, as the document puts it.
CREATE TABLE report_references (
  id          INTEGER PRIMARY KEY,    -- document_id + seq
  document_id INTEGER NOT NULL REFERENCES documents(id), -- the document that names it
  seq         INTEGER NOT NULL,       -- 1, 2, ... within the document
  role        TEXT NOT NULL CHECK (role IN ('own','answers','cites')),
                                      -- own: the document is this report; answers: it answers it or reports on it; cites: it names it
  attributed  INTEGER NOT NULL,       -- 0: the document does not say which report this is
  body        TEXT,                   -- the body that made it
  session     TEXT,                   -- the session, 2016-17
  number      INTEGER,                -- the report's number in the session
  special     INTEGER NOT NULL DEFAULT 0, -- 1: a special report; they are counted apart
  title       TEXT,                   -- the report's title
  department  TEXT,                   -- the department it is about
  paper       TEXT,                   -- the number of the paper, HC 713
  date        TEXT,                   -- the report's date, EDTF
  line_start  INTEGER,                -- the first line in the source
  line_end    INTEGER,                -- the last line, included
  UNIQUE (document_id, seq)
) STRICT;

-- Conclusions, recommendations and responses as split found them in one document.
CREATE TABLE items (
  id             INTEGER PRIMARY KEY, -- document_id + seq
  document_id    INTEGER NOT NULL REFERENCES documents(id), -- the document it stands in
  seq            INTEGER NOT NULL,    -- 1, 2, ... within the document
  item_type      TEXT NOT NULL CHECK (item_type IN ('conclusion','recommendation','response')),
                                      -- which of the three it is
  how            TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
                                      -- stated: this is its document; quoted from another; mentioned without its text
  reference_id   INTEGER REFERENCES report_references(id), -- the reference that is its report
  label          TEXT NOT NULL,       -- as this document numbers it
  number         TEXT,                -- the conclusion it stands under
  text           TEXT NOT NULL,       -- as it stands in this document
  addressee      TEXT,                -- who is to act
  paragraph_ref  TEXT,                -- 54 of "(Paragraph 54)"
  rule           TEXT NOT NULL,       -- what found it: FAMILY:LINE
  copy_of        INTEGER REFERENCES items(id), -- the same once more in this document
  position       TEXT,                -- of a response: agreed, partially_agreed, disagreed, noted, unknown
  status         TEXT,                -- of a response: implemented, in_progress, not_implemented, withdrawn, unknown
  position_words TEXT,                -- the words the position was read from
  status_words   TEXT,                -- the words the status was read from
  who            TEXT,                -- who answers, where several do
  target_text    TEXT,                -- the date it sets, in its words
  target_date    TEXT,                -- the same as a date, EDTF
  target_start   TEXT,                -- the first day that this can mean
  target_end     TEXT,                -- the last day that this can mean
  line_start     INTEGER,             -- the first line in the source
  line_end       INTEGER,             -- the last line, included
  byte_start     INTEGER,             -- the first byte in the source
  byte_end       INTEGER,             -- not included
  UNIQUE (document_id, seq)
) STRICT;
CREATE INDEX items_reference ON items(reference_id); -- link reads them report by report

-- The passages that an item is made of.
CREATE TABLE item_passages (
  item_id    INTEGER NOT NULL REFERENCES items(id), -- the item
  passage_id INTEGER NOT NULL REFERENCES passages(id), -- a passage it is made of
  PRIMARY KEY (item_id, passage_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_passages_passage ON item_passages(passage_id);

-- The paragraphs of a response.
CREATE TABLE item_paragraphs (
  item_id    INTEGER NOT NULL REFERENCES items(id), -- the response
  seq        INTEGER NOT NULL,        -- 1, 2, ... within the response
  number     TEXT,                    -- as the document numbers it, 3.1
  text       TEXT NOT NULL,           -- its text
  passage_id INTEGER REFERENCES passages(id), -- the passage it begins in
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- "There were 9 recommendations in this report": for verify.
CREATE TABLE stated_counts (
  document_id  INTEGER NOT NULL REFERENCES documents(id), -- the document that counts
  seq          INTEGER NOT NULL,      -- 1, 2, ... within the document
  reference_id INTEGER REFERENCES report_references(id), -- the report that is counted in
  what         TEXT NOT NULL,         -- what is counted: recommendations, implemented, ...
  count        INTEGER NOT NULL,      -- how many it says there are
  line         INTEGER,               -- the line that says so
  PRIMARY KEY (document_id, seq)
) STRICT, WITHOUT ROWID;

-- What a person may want to know about the reading of a file.
CREATE TABLE diagnostics (
  id        INTEGER PRIMARY KEY,      -- ascending with the runs
  run_id    INTEGER NOT NULL REFERENCES runs(id), -- the run that noted it
  source_id INTEGER REFERENCES sources(id), -- the file it is about
  line      INTEGER,                  -- the line in it, from 1
  severity  TEXT NOT NULL CHECK (severity IN ('note','warning','error')), -- how bad it is
  code      TEXT NOT NULL,            -- a short fixed word: encoding-repaired, label-conflict
  message   TEXT NOT NULL             -- what, where, why, and what to do
) STRICT;
CREATE INDEX diagnostics_source ON diagnostics(source_id);
CREATE INDEX diagnostics_run ON diagnostics(run_id);
CREATE INDEX diagnostics_code ON diagnostics(code);

-- What each run changed: of sources when it read them, of all else when it settled.
-- Kept for good, so it says in words what it is about and refers to no other row but the
-- run: what is gone has none.
--   new, gone   a source, report, conclusion, recommendation or response; the same text that
--               comes back under another id is neither, nor a second copy of a response
--   changed     a source: another version of the file, or it can be read (or not) again
--   text        other words of a record that is the same otherwise
--   position, status, target   of a recommendation: its newest known word (view standing)
CREATE TABLE changes (
  id         INTEGER PRIMARY KEY,     -- ascending with the runs
  run_id     INTEGER NOT NULL REFERENCES runs(id), -- the run that changed it
  subject    TEXT NOT NULL CHECK (subject IN ('source','report','conclusion','recommendation','response')),
                                      -- what sort of thing changed
  subject_id INTEGER NOT NULL,        -- its id; where it is gone, the id it had
  change     TEXT NOT NULL CHECK (change IN ('new','gone','changed','text','position','status','target')),
                                      -- how it changed
  report_id  INTEGER,                 -- the report it belongs to
  label      TEXT,                    -- of a record; the title of a report; the path of a source
  before     TEXT,                    -- null: nothing; the text of what is gone
  after      TEXT,                    -- of a source its state
  days       INTEGER                  -- by how many the last day meant by a target moved
) STRICT;
CREATE INDEX changes_run ON changes(run_id);
CREATE INDEX changes_subject ON changes(subject, subject_id);

-- ---- ledger ----

-- Passages that repeat others: marked, and kept.
CREATE TABLE duplicates (
  passage_id  INTEGER PRIMARY KEY REFERENCES passages(id), -- the passage that repeats another
  original_id INTEGER NOT NULL REFERENCES passages(id), -- the passage it repeats, which is never a duplicate itself
  kind        TEXT NOT NULL CHECK (kind IN ('exact','folded','truncated','contained','spliced','near')),
                                      -- exact, folded (but for case, punctuation, quotes, hyphens), truncated, contained, spliced, near
  similarity  REAL NOT NULL           -- 1: the same words
) STRICT;
CREATE INDEX duplicates_original ON duplicates(original_id);

-- The index of dedupe, a row for each current document, so that a night decides only what
-- it changes: what is known of each passage that takes part (dedupe/stored.h), and what was
-- found out about it (dedupe/recall.h). Made from the passages, at any time.
CREATE TABLE dedupe_index (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id), -- the document
  sketches    BLOB NOT NULL,          -- what is known of its passages
  memory      BLOB NOT NULL           -- what was found out about them
) STRICT;
-- Of what it found out, for explain: passages that are alike but for facts (dedupe/dedupe.h: variant).
CREATE TABLE dedupe_verdicts (
  shorter_id INTEGER NOT NULL REFERENCES passages(id), -- a passage
  longer_id  INTEGER NOT NULL REFERENCES passages(id), -- one that is like it
  verdict    BLOB NOT NULL,           -- in which facts they differ
  PRIMARY KEY (shorter_id, longer_id)
) STRICT, WITHOUT ROWID;

-- Each report that a document is, answers or names: one row, however many name it.
CREATE TABLE reports (
  id         INTEGER PRIMARY KEY,     -- a hash of what is known of it: body, session, number, paper, title
  body       TEXT,                    -- the body that made it
  session    TEXT,                    -- the session, 2016-17
  number     INTEGER,                 -- its number in the session
  special    INTEGER NOT NULL DEFAULT 0, -- 1: a special report; they are counted apart
  title      TEXT,                    -- its title
  department TEXT,                    -- the department it is about
  paper      TEXT,                    -- the number of the paper, HC 713
  date       TEXT,                    -- the date it was published, EDTF
  attributed INTEGER NOT NULL        -- 0: the source does not say which report this is
) STRICT;
CREATE INDEX reports_body ON reports(body, session, number);
CREATE INDEX reports_department ON reports(department);
CREATE INDEX reports_title ON reports(title);
CREATE INDEX reports_date ON reports(date);

-- Each conclusion of a report, once.
CREATE TABLE conclusions (
  id        INTEGER PRIMARY KEY,      -- a hash of its report and number
  report_id INTEGER NOT NULL REFERENCES reports(id), -- the report it stands in
  number    TEXT NOT NULL,            -- its number in the report
  text      TEXT NOT NULL             -- its text
) STRICT;
CREATE INDEX conclusions_report ON conclusions(report_id, number);

-- Each recommendation of a report, once.
CREATE TABLE recommendations (
  id            INTEGER PRIMARY KEY,  -- a hash of its report and label
  report_id     INTEGER NOT NULL REFERENCES reports(id), -- the report it stands in
  conclusion_id INTEGER REFERENCES conclusions(id), -- the conclusion it stands under
  label         TEXT NOT NULL,        -- its label in the report: 3, 7c
  text          TEXT NOT NULL,        -- its text
  addressee     TEXT,                 -- who is to act
  paragraph_ref TEXT                  -- 54 of "(Paragraph 54)"
) STRICT;
CREATE INDEX recommendations_report ON recommendations(report_id, label);
CREATE INDEX recommendations_conclusion ON recommendations(conclusion_id);

-- Each response that a document gives.
CREATE TABLE responses (
  id           INTEGER PRIMARY KEY,   -- a hash of its document and place
  report_id    INTEGER REFERENCES reports(id), -- the report it answers
  document_id  INTEGER NOT NULL REFERENCES documents(id), -- the document it stands in
  label        TEXT NOT NULL,         -- as the document numbers it
  who          TEXT,                  -- who answers, where several do
  position     TEXT NOT NULL CHECK (position IN ('agreed','partially_agreed','disagreed','noted','unknown')),
                                      -- whether what was recommended is accepted
  status       TEXT NOT NULL CHECK (status IN ('implemented','in_progress','not_implemented','withdrawn','unknown')),
                                      -- how far it is
  target_text  TEXT,                  -- the date it sets, in its words
  target_date  TEXT,                  -- EDTF
  target_start TEXT,                  -- first day meant
  target_end   TEXT,                  -- last day meant
  text         TEXT NOT NULL          -- its text
) STRICT;
CREATE INDEX responses_report ON responses(report_id, label);
CREATE INDEX responses_document ON responses(document_id);
CREATE INDEX responses_target ON responses(target_end);
CREATE INDEX responses_position ON responses(position);
CREATE INDEX responses_status ON responses(status);

-- Which response answers which recommendation.
CREATE TABLE response_recommendations (
  response_id       INTEGER NOT NULL REFERENCES responses(id), -- the response
  recommendation_id INTEGER NOT NULL REFERENCES recommendations(id), -- a recommendation that it answers
  method            TEXT NOT NULL,    -- position in the document, label, paragraph, text
  similarity        REAL,             -- of the quoted text to the recommendation, where it quotes it
  document_id       INTEGER REFERENCES documents(id), -- of the response: what answers what, in one index
  PRIMARY KEY (response_id, recommendation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_recommendations_recommendation ON response_recommendations(recommendation_id, document_id);

-- The paragraphs of each response.
CREATE TABLE response_paragraphs (
  response_id INTEGER NOT NULL REFERENCES responses(id), -- the response
  seq         INTEGER NOT NULL,       -- 1, 2, ... within the response
  number      TEXT,                   -- as the document numbers it, 3.1
  text        TEXT NOT NULL,          -- its text
  passage_id  INTEGER REFERENCES passages(id), -- the passage it begins in
  PRIMARY KEY (response_id, seq)
) STRICT, WITHOUT ROWID;

-- Where a record stands in a document: stated there, or quoted.
CREATE TABLE occurrences (
  record_type TEXT NOT NULL CHECK (record_type IN ('conclusion','recommendation','response')),
                                      -- which of the three the record is
  record_id   INTEGER NOT NULL,       -- id of the conclusion, recommendation or response
  document_id INTEGER NOT NULL REFERENCES documents(id), -- the document it stands in
  item_id     INTEGER NOT NULL REFERENCES items(id), -- the item that was found there
  passage_id  INTEGER REFERENCES passages(id), -- the passage it begins in
  report_id   INTEGER REFERENCES reports(id), -- the report it belongs to
  label       TEXT NOT NULL,          -- as this document numbers it
  text        TEXT NOT NULL,          -- as it stands in this document
  how         TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
                                      -- stated: this is its document; quoted from another; mentioned without its text
  similarity  REAL,                   -- to the record's text
  method      TEXT,                   -- stated, label, paragraph, text: why it is this record
  PRIMARY KEY (record_type, record_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX occurrences_document ON occurrences(document_id);
CREATE INDEX occurrences_item ON occurrences(item_id);
CREATE INDEX occurrences_report ON occurrences(report_id);

-- Recommendations of different reports that say the same: each that an earlier report
-- has, with the one there that it is most like.
CREATE TABLE repetitions (
  recommendation_id INTEGER PRIMARY KEY REFERENCES recommendations(id), -- the later recommendation
  earlier_id        INTEGER NOT NULL REFERENCES recommendations(id), -- the earlier one that it is most like
  method            TEXT NOT NULL,    -- text: the words, dates aside
  similarity        REAL NOT NULL     -- 1: the same words
) STRICT;
CREATE INDEX repetitions_earlier ON repetitions(earlier_id);

-- What link made of each report, so that a night goes only through those that it changes (link/kept.h):
-- a hash of what the report was made of, and fingerprints of its recommendations.
CREATE TABLE link_reports (
  report_id INTEGER PRIMARY KEY,      -- the report
  made_of   INTEGER NOT NULL,         -- a hash of all that it was made of
  askings   BLOB NOT NULL             -- fingerprints of its recommendations
) STRICT;
-- The diagnostics "link-..." that came with each of them.
CREATE TABLE link_notes (
  report_id INTEGER NOT NULL,         -- the report
  seq       INTEGER NOT NULL,         -- 1, 2, ... within the report
  source_id INTEGER NOT NULL REFERENCES sources(id), -- the file it is about
  line      INTEGER,                  -- the line in it, from 1
  severity  TEXT NOT NULL,            -- how bad it is
  code      TEXT NOT NULL,            -- a short fixed word
  message   TEXT NOT NULL,            -- what, where, why, and what to do
  PRIMARY KEY (report_id, seq)
) STRICT, WITHOUT ROWID;
-- Documents that were read again since then; empty after a run that was finished.
CREATE TABLE relink (
  document_id INTEGER PRIMARY KEY     -- the document
) STRICT;

-- ---- full text: external content, brought up to date at the end of a run ----

-- Documents that are not in passages_fts yet; empty after a run that was finished.
CREATE TABLE unindexed (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id) -- the document
) STRICT;
-- Of history too: join unique_passages or current_documents to search what counts now.
CREATE VIRTUAL TABLE passages_fts USING fts5(text, content="passages", content_rowid="id");

-- Records of all three types in one index; the content is the table behind it.
CREATE TABLE record_texts (
  id          INTEGER PRIMARY KEY,    -- a hash of record_type and record_id
  record_type TEXT NOT NULL,          -- which of the three it is
  record_id   INTEGER NOT NULL,       -- id of the conclusion, recommendation or response
  label       TEXT NOT NULL,          -- its label or number
  text        TEXT NOT NULL,          -- its text
  UNIQUE (record_type, record_id)
) STRICT;
CREATE VIRTUAL TABLE records_fts USING fts5(text, content="record_texts", content_rowid="id");
