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
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- ---- log ----

CREATE TABLE runs (
  id              INTEGER PRIMARY KEY,
  started_at      TEXT NOT NULL,      -- UTC, ISO 8601
  finished_at     TEXT,               -- null: it was interrupted
  command         TEXT NOT NULL,
  version         TEXT NOT NULL,
  files_seen      INTEGER NOT NULL DEFAULT 0,
  files_new       INTEGER NOT NULL DEFAULT 0,
  files_changed   INTEGER NOT NULL DEFAULT 0,
  files_unchanged INTEGER NOT NULL DEFAULT 0,
  files_failed    INTEGER NOT NULL DEFAULT 0,
  exit_status     INTEGER,
  reading         TEXT,               -- how files were read: workers, what confined them, limits
  readers_lost    INTEGER NOT NULL DEFAULT 0 -- workers that crashed or met a limit
) STRICT;

-- ---- content ----

-- One row for each version of a file that was seen.
CREATE TABLE sources (
  id           INTEGER PRIMARY KEY,   -- of path and sha256
  path         TEXT NOT NULL,         -- as it was given
  sha256       TEXT,                  -- null: could not be read
  bytes        INTEGER NOT NULL,
  mtime        INTEGER NOT NULL,      -- nanoseconds since 1970
  media_type   TEXT,
  encoding     TEXT,
  state        TEXT NOT NULL CHECK (state IN ('current','superseded','missing','failed')),
  first_run_id INTEGER NOT NULL REFERENCES runs(id),
  last_run_id  INTEGER NOT NULL REFERENCES runs(id),
  reader       TEXT                   -- the families and the winnow that read it; null: not known
) STRICT;
CREATE INDEX sources_path ON sources(path);
CREATE INDEX sources_sha256 ON sources(sha256);
-- At most one version of a path is the one that counts.
CREATE UNIQUE INDEX sources_live ON sources(path) WHERE state IN ('current','failed');

CREATE TABLE documents (
  id        INTEGER PRIMARY KEY,      -- of path, sha256 and seq
  source_id INTEGER NOT NULL REFERENCES sources(id),
  seq       INTEGER NOT NULL,         -- 1, 2, ... within the source
  kind      TEXT NOT NULL CHECK (kind IN ('committee_report','government_response','letter','news','other')),
  family    TEXT,                     -- the family that read it
  title     TEXT,
  author    TEXT,
  publisher TEXT,
  date      TEXT,                     -- EDTF
  sender    TEXT,
  recipient TEXT,
  url       TEXT,
  language  TEXT,
  title_from     TEXT,                -- what gave each: 'meta og:title', 'JSON-LD headline', '<h1>', '<time>';
  author_from    TEXT,                -- or the rule of the family that found it in the text, 'letter:12'
  publisher_from TEXT,
  date_from      TEXT,
  url_from       TEXT,
  language_from  TEXT,
  UNIQUE (source_id, seq)
) STRICT;
CREATE INDEX documents_date ON documents(date);
CREATE INDEX documents_kind ON documents(kind);
CREATE INDEX documents_title ON documents(title);

CREATE TABLE passages (
  id          INTEGER PRIMARY KEY,    -- document_id + seq
  document_id INTEGER NOT NULL REFERENCES documents(id),
  seq         INTEGER NOT NULL,       -- 1, 2, ... within the document, in reading order
  role        TEXT NOT NULL CHECK (role IN ('heading','paragraph','list_item','table_row','footnote',
                                            'furniture','boilerplate','noise')),
  level       INTEGER,                -- of a heading 1-6, of a list item its depth
  marker      TEXT,                   -- list number or bullet that is not part of text
  text        TEXT NOT NULL,
  context     TEXT,                   -- the record it belongs to, for dedupe
  line_start  INTEGER,                -- 1-based, in the source
  line_end    INTEGER,
  byte_start  INTEGER,                -- 0-based, in the source as it is on disk
  byte_end    INTEGER,                -- not included
  pieces      TEXT,                   -- of a passage in columns: its bytes in reading order, '120-163,201-240'
  UNIQUE (document_id, seq)
) STRICT;

-- Reports that a document is, answers or names, as the document puts it.
CREATE TABLE report_references (
  id          INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents(id),
  seq         INTEGER NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('own','answers','cites')),
  attributed  INTEGER NOT NULL,       -- 0: the document does not say which report this is
  body        TEXT,
  session     TEXT,
  number      INTEGER,
  special     INTEGER NOT NULL DEFAULT 0,
  title       TEXT,
  department  TEXT,
  paper       TEXT,
  date        TEXT,
  line_start  INTEGER,
  line_end    INTEGER,
  UNIQUE (document_id, seq)
) STRICT;

-- Conclusions, recommendations and responses as split found them in one document.
CREATE TABLE items (
  id             INTEGER PRIMARY KEY,
  document_id    INTEGER NOT NULL REFERENCES documents(id),
  seq            INTEGER NOT NULL,
  item_type      TEXT NOT NULL CHECK (item_type IN ('conclusion','recommendation','response')),
  how            TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
  reference_id   INTEGER REFERENCES report_references(id),
  label          TEXT NOT NULL,
  number         TEXT,                -- the conclusion it stands under
  text           TEXT NOT NULL,
  addressee      TEXT,
  paragraph_ref  TEXT,                -- 54 of "(Paragraph 54)"
  rule           TEXT NOT NULL,       -- what found it: FAMILY:LINE
  copy_of        INTEGER REFERENCES items(id), -- the same once more in this document
  position       TEXT,
  status         TEXT,
  position_words TEXT,                -- the words the position was read from
  status_words   TEXT,
  who            TEXT,
  target_text    TEXT,
  target_date    TEXT,
  target_start   TEXT,
  target_end     TEXT,
  line_start     INTEGER,
  line_end       INTEGER,
  byte_start     INTEGER,
  byte_end       INTEGER,
  UNIQUE (document_id, seq)
) STRICT;
CREATE INDEX items_reference ON items(reference_id); -- link reads them report by report

CREATE TABLE item_passages (
  item_id    INTEGER NOT NULL REFERENCES items(id),
  passage_id INTEGER NOT NULL REFERENCES passages(id),
  PRIMARY KEY (item_id, passage_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_passages_passage ON item_passages(passage_id);

CREATE TABLE item_paragraphs (
  item_id    INTEGER NOT NULL REFERENCES items(id),
  seq        INTEGER NOT NULL,
  number     TEXT,
  text       TEXT NOT NULL,
  passage_id INTEGER REFERENCES passages(id),
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- "There were 9 recommendations in this report": for verify.
CREATE TABLE stated_counts (
  document_id  INTEGER NOT NULL REFERENCES documents(id),
  seq          INTEGER NOT NULL,
  reference_id INTEGER REFERENCES report_references(id),
  what         TEXT NOT NULL,
  count        INTEGER NOT NULL,
  line         INTEGER,
  PRIMARY KEY (document_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics (
  id        INTEGER PRIMARY KEY,
  run_id    INTEGER NOT NULL REFERENCES runs(id),
  source_id INTEGER REFERENCES sources(id),
  line      INTEGER,
  severity  TEXT NOT NULL CHECK (severity IN ('note','warning','error')),
  code      TEXT NOT NULL,
  message   TEXT NOT NULL
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
  run_id     INTEGER NOT NULL REFERENCES runs(id),
  subject    TEXT NOT NULL CHECK (subject IN ('source','report','conclusion','recommendation','response')),
  subject_id INTEGER NOT NULL,
  change     TEXT NOT NULL CHECK (change IN ('new','gone','changed','text','position','status','target')),
  report_id  INTEGER,
  label      TEXT,                    -- of a record; the title of a report; the path of a source
  before     TEXT,                    -- null: nothing; the text of what is gone
  after      TEXT,                    -- of a source its state
  days       INTEGER                  -- by how many the last day meant by a target moved
) STRICT;
CREATE INDEX changes_run ON changes(run_id);
CREATE INDEX changes_subject ON changes(subject, subject_id);

-- ---- ledger ----

CREATE TABLE duplicates (
  passage_id  INTEGER PRIMARY KEY REFERENCES passages(id),
  original_id INTEGER NOT NULL REFERENCES passages(id),
  kind        TEXT NOT NULL CHECK (kind IN ('exact','folded','truncated','contained','spliced','near')),
  similarity  REAL NOT NULL
) STRICT;
CREATE INDEX duplicates_original ON duplicates(original_id);

-- The index of dedupe, a row for each current document, so that a night decides only what
-- it changes: what is known of each passage that takes part (dedupe/stored.h), and what was
-- found out about it (dedupe/recall.h). Made from the passages, at any time.
CREATE TABLE dedupe_index (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id),
  sketches    BLOB NOT NULL,
  memory      BLOB NOT NULL
) STRICT;
-- Of what it found out, for explain: passages that are alike but for facts (dedupe/dedupe.h: variant).
CREATE TABLE dedupe_verdicts (
  shorter_id INTEGER NOT NULL REFERENCES passages(id),
  longer_id  INTEGER NOT NULL REFERENCES passages(id),
  verdict    BLOB NOT NULL,
  PRIMARY KEY (shorter_id, longer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  id         INTEGER PRIMARY KEY,
  body       TEXT,
  session    TEXT,
  number     INTEGER,
  special    INTEGER NOT NULL DEFAULT 0,
  title      TEXT,
  department TEXT,
  paper      TEXT,
  date       TEXT,
  attributed INTEGER NOT NULL        -- 0: the source does not say which report this is
) STRICT;
CREATE INDEX reports_body ON reports(body, session, number);
CREATE INDEX reports_department ON reports(department);
CREATE INDEX reports_title ON reports(title);
CREATE INDEX reports_date ON reports(date);

CREATE TABLE conclusions (
  id        INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports(id),
  number    TEXT NOT NULL,
  text      TEXT NOT NULL
) STRICT;
CREATE INDEX conclusions_report ON conclusions(report_id, number);

CREATE TABLE recommendations (
  id            INTEGER PRIMARY KEY,
  report_id     INTEGER NOT NULL REFERENCES reports(id),
  conclusion_id INTEGER REFERENCES conclusions(id),
  label         TEXT NOT NULL,
  text          TEXT NOT NULL,
  addressee     TEXT,
  paragraph_ref TEXT
) STRICT;
CREATE INDEX recommendations_report ON recommendations(report_id, label);
CREATE INDEX recommendations_conclusion ON recommendations(conclusion_id);

CREATE TABLE responses (
  id           INTEGER PRIMARY KEY,
  report_id    INTEGER REFERENCES reports(id),
  document_id  INTEGER NOT NULL REFERENCES documents(id),
  label        TEXT NOT NULL,         -- as the document numbers it
  who          TEXT,
  position     TEXT NOT NULL CHECK (position IN ('agreed','partially_agreed','disagreed','noted','unknown')),
  status       TEXT NOT NULL CHECK (status IN ('implemented','in_progress','not_implemented','withdrawn','unknown')),
  target_text  TEXT,
  target_date  TEXT,                  -- EDTF
  target_start TEXT,                  -- first day meant
  target_end   TEXT,                  -- last day meant
  text         TEXT NOT NULL
) STRICT;
CREATE INDEX responses_report ON responses(report_id, label);
CREATE INDEX responses_document ON responses(document_id);
CREATE INDEX responses_target ON responses(target_end);
CREATE INDEX responses_position ON responses(position);
CREATE INDEX responses_status ON responses(status);

CREATE TABLE response_recommendations (
  response_id       INTEGER NOT NULL REFERENCES responses(id),
  recommendation_id INTEGER NOT NULL REFERENCES recommendations(id),
  method            TEXT NOT NULL,    -- position in the document, label, paragraph, text
  similarity        REAL,
  document_id       INTEGER REFERENCES documents(id), -- of the response: what answers what, in one index
  PRIMARY KEY (response_id, recommendation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_recommendations_recommendation ON response_recommendations(recommendation_id, document_id);

CREATE TABLE response_paragraphs (
  response_id INTEGER NOT NULL REFERENCES responses(id),
  seq         INTEGER NOT NULL,
  number      TEXT,
  text        TEXT NOT NULL,
  passage_id  INTEGER REFERENCES passages(id),
  PRIMARY KEY (response_id, seq)
) STRICT, WITHOUT ROWID;

-- Where a record stands in a document: stated there, or quoted.
CREATE TABLE occurrences (
  record_type TEXT NOT NULL CHECK (record_type IN ('conclusion','recommendation','response')),
  record_id   INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES documents(id),
  item_id     INTEGER NOT NULL REFERENCES items(id),
  passage_id  INTEGER REFERENCES passages(id),
  report_id   INTEGER REFERENCES reports(id),
  label       TEXT NOT NULL,          -- as this document numbers it
  text        TEXT NOT NULL,          -- as it stands in this document
  how         TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
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
  recommendation_id INTEGER PRIMARY KEY REFERENCES recommendations(id),
  earlier_id        INTEGER NOT NULL REFERENCES recommendations(id),
  method            TEXT NOT NULL,    -- text: the words, dates aside
  similarity        REAL NOT NULL     -- 1: the same words
) STRICT;
CREATE INDEX repetitions_earlier ON repetitions(earlier_id);

-- ---- full text: external content, brought up to date at the end of a run ----

-- Documents that are not in passages_fts yet; empty after a run that was finished.
CREATE TABLE unindexed (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id)
) STRICT;
-- Of history too: join unique_passages or current_documents to search what counts now.
CREATE VIRTUAL TABLE passages_fts USING fts5(text, content="passages", content_rowid="id");

-- Records of all three types in one index; the content is the table behind it.
CREATE TABLE record_texts (
  id          INTEGER PRIMARY KEY,    -- of record_type and record_id
  record_type TEXT NOT NULL,
  record_id   INTEGER NOT NULL,
  label       TEXT NOT NULL,
  text        TEXT NOT NULL,
  UNIQUE (record_type, record_id)
) STRICT;
CREATE VIRTUAL TABLE records_fts USING fts5(text, content="record_texts", content_rowid="id");
