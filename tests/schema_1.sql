-- The schema of version 1, as databases out there have it: never changed.
PRAGMA application_id = 2003398254;
PRAGMA user_version = 1;
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE runs (
  id              INTEGER PRIMARY KEY,
  started_at      TEXT NOT NULL,
  finished_at     TEXT,
  command         TEXT NOT NULL,
  version         TEXT NOT NULL,
  files_seen      INTEGER NOT NULL DEFAULT 0,
  files_new       INTEGER NOT NULL DEFAULT 0,
  files_changed   INTEGER NOT NULL DEFAULT 0,
  files_unchanged INTEGER NOT NULL DEFAULT 0,
  files_failed    INTEGER NOT NULL DEFAULT 0,
  exit_status     INTEGER
) STRICT;
CREATE TABLE sources (
  id           INTEGER PRIMARY KEY,
  path         TEXT NOT NULL,
  sha256       TEXT,
  bytes        INTEGER NOT NULL,
  mtime        INTEGER NOT NULL,
  media_type   TEXT,
  encoding     TEXT,
  state        TEXT NOT NULL CHECK (state IN ('current','superseded','missing','failed')),
  first_run_id INTEGER NOT NULL REFERENCES runs(id),
  last_run_id  INTEGER NOT NULL REFERENCES runs(id)
) STRICT;
CREATE INDEX sources_path ON sources(path);
CREATE INDEX sources_sha256 ON sources(sha256);
CREATE UNIQUE INDEX sources_live ON sources(path) WHERE state IN ('current','failed');
CREATE TABLE documents (
  id        INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources(id),
  seq       INTEGER NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('committee_report','government_response','letter','news','other')),
  family    TEXT,
  title     TEXT,
  author    TEXT,
  publisher TEXT,
  date      TEXT,
  sender    TEXT,
  recipient TEXT,
  url       TEXT,
  language  TEXT,
  UNIQUE (source_id, seq)
) STRICT;
CREATE INDEX documents_date ON documents(date);
CREATE INDEX documents_kind ON documents(kind);
CREATE INDEX documents_title ON documents(title);
CREATE TABLE passages (
  id          INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents(id),
  seq         INTEGER NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('heading','paragraph','list_item','table_row','footnote',
                                            'furniture','boilerplate','noise')),
  level       INTEGER,
  marker      TEXT,
  text        TEXT NOT NULL,
  context     TEXT,
  line_start  INTEGER,
  line_end    INTEGER,
  byte_start  INTEGER,
  byte_end    INTEGER,
  UNIQUE (document_id, seq)
) STRICT;
CREATE TABLE report_references (
  id          INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents(id),
  seq         INTEGER NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('own','answers','cites')),
  attributed  INTEGER NOT NULL,
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
CREATE TABLE items (
  id             INTEGER PRIMARY KEY,
  document_id    INTEGER NOT NULL REFERENCES documents(id),
  seq            INTEGER NOT NULL,
  item_type      TEXT NOT NULL CHECK (item_type IN ('conclusion','recommendation','response')),
  how            TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
  reference_id   INTEGER REFERENCES report_references(id),
  label          TEXT NOT NULL,
  number         TEXT,
  text           TEXT NOT NULL,
  addressee      TEXT,
  paragraph_ref  TEXT,
  rule           TEXT NOT NULL,
  copy_of        INTEGER REFERENCES items(id),
  position       TEXT,
  status         TEXT,
  position_words TEXT,
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
CREATE INDEX items_reference ON items(reference_id);
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
CREATE TABLE duplicates (
  passage_id  INTEGER PRIMARY KEY REFERENCES passages(id),
  original_id INTEGER NOT NULL REFERENCES passages(id),
  kind        TEXT NOT NULL CHECK (kind IN ('exact','folded','truncated','contained','spliced','near')),
  similarity  REAL NOT NULL
) STRICT;
CREATE INDEX duplicates_original ON duplicates(original_id);
CREATE TABLE dedupe_sketches (
  passage_id INTEGER PRIMARY KEY REFERENCES passages(id),
  sketch     BLOB NOT NULL
) STRICT;
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
  attributed INTEGER NOT NULL
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
  label        TEXT NOT NULL,
  who          TEXT,
  position     TEXT NOT NULL CHECK (position IN ('agreed','partially_agreed','disagreed','noted','unknown')),
  status       TEXT NOT NULL CHECK (status IN ('implemented','in_progress','not_implemented','withdrawn','unknown')),
  target_text  TEXT,
  target_date  TEXT,
  target_start TEXT,
  target_end   TEXT,
  text         TEXT NOT NULL
) STRICT;
CREATE INDEX responses_report ON responses(report_id);
CREATE INDEX responses_document ON responses(document_id);
CREATE INDEX responses_target ON responses(target_end);
CREATE INDEX responses_position ON responses(position);
CREATE INDEX responses_status ON responses(status);
CREATE TABLE response_recommendations (
  response_id       INTEGER NOT NULL REFERENCES responses(id),
  recommendation_id INTEGER NOT NULL REFERENCES recommendations(id),
  method            TEXT NOT NULL,
  similarity        REAL,
  PRIMARY KEY (response_id, recommendation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_recommendations_recommendation ON response_recommendations(recommendation_id);
CREATE TABLE response_paragraphs (
  response_id INTEGER NOT NULL REFERENCES responses(id),
  seq         INTEGER NOT NULL,
  number      TEXT,
  text        TEXT NOT NULL,
  passage_id  INTEGER REFERENCES passages(id),
  PRIMARY KEY (response_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE occurrences (
  record_type TEXT NOT NULL CHECK (record_type IN ('conclusion','recommendation','response')),
  record_id   INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES documents(id),
  item_id     INTEGER NOT NULL REFERENCES items(id),
  passage_id  INTEGER REFERENCES passages(id),
  report_id   INTEGER REFERENCES reports(id),
  label       TEXT NOT NULL,
  text        TEXT NOT NULL,
  how         TEXT NOT NULL CHECK (how IN ('stated','quoted','mentioned')),
  similarity  REAL,
  method      TEXT,
  PRIMARY KEY (record_type, record_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX occurrences_document ON occurrences(document_id);
CREATE INDEX occurrences_item ON occurrences(item_id);
CREATE INDEX occurrences_report ON occurrences(report_id);
CREATE VIEW current_documents AS
SELECT d.*, s.path AS source
FROM documents d JOIN sources s ON s.id = d.source_id
WHERE s.state = 'current';
CREATE VIEW records AS
SELECT d.source, d.id AS document_id, d.kind AS document_kind, d.date AS document_date,
       o.report_id, p.body, p.session, p.number AS report_number, p.title AS report_title,
       o.record_type, o.record_id, o.label, o.text,
       r.position, r.status, r.target_text, r.target_date,
       CASE WHEN r.id IS NOT NULL THEN
         (SELECT json_group_array(json_object('number', number, 'text', text))
          FROM (SELECT number, text FROM response_paragraphs WHERE response_id = r.id ORDER BY seq))
       END AS paragraphs,
       i.line_start, i.line_end
FROM occurrences o
JOIN current_documents d ON d.id = o.document_id
JOIN items i ON i.id = o.item_id
LEFT JOIN reports p ON p.id = o.report_id
LEFT JOIN responses r ON o.record_type = 'response' AND r.id = o.record_id
WHERE o.how IN ('stated','quoted');
CREATE VIEW unique_passages AS
SELECT p.*
FROM passages p JOIN current_documents d ON d.id = p.document_id
WHERE NOT EXISTS (SELECT 1 FROM duplicates x WHERE x.passage_id = p.id);
CREATE VIEW answers AS
SELECT c.id AS recommendation_id, c.report_id, c.label, d.id AS document_id, d.source, d.kind AS document_kind,
       d.date AS document_date, r.id AS response_id, r.who, r.position, r.status, r.target_text, r.target_date,
       r.target_end
FROM recommendations c
JOIN response_recommendations x ON x.recommendation_id = c.id
JOIN responses r ON r.id = x.response_id
JOIN current_documents d ON d.id = r.document_id;
CREATE VIEW history AS
SELECT recommendation_id, report_id, label, document_id, source, document_kind, document_date, event, response_id, who,
       position, status, target_text, target_date, target_end,
       CASE WHEN document_date IS NOT NULL THEN
         CAST(julianday(target_end) - julianday(lag(target_end) OVER w) AS INTEGER)
       END AS slip_days
FROM (
  SELECT recommendation_id, report_id, label, document_id, source, document_kind, document_date,
         'answered' AS event, min(response_id) AS response_id, who, position, status, target_text, target_date, target_end
  FROM answers
  GROUP BY recommendation_id, document_kind, document_date, who, position, status, target_text, target_end
  UNION ALL
  SELECT c.id, c.report_id, c.label, min(d.id), d.source, d.kind, d.date,
         CASE WHEN sum(o.how = 'stated') > 0 THEN 'stated' ELSE 'quoted' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM occurrences o
  JOIN recommendations c ON c.id = o.record_id
  JOIN current_documents d ON d.id = o.document_id
  WHERE o.record_type = 'recommendation' AND o.how IN ('stated','quoted')
    AND NOT EXISTS (SELECT 1 FROM response_recommendations x JOIN responses r ON r.id = x.response_id
                    WHERE x.recommendation_id = c.id AND r.document_id = o.document_id)
  GROUP BY c.id, d.kind, d.date
)
WINDOW w AS (PARTITION BY recommendation_id, who, target_end IS NULL, document_date IS NULL
             ORDER BY document_date, response_id);
CREATE VIEW standing AS
SELECT c.id AS recommendation_id, c.report_id, c.label, c.text,
  (SELECT a.position FROM answers a WHERE a.recommendation_id = c.id AND a.position <> 'unknown'
   ORDER BY a.document_date DESC, a.response_id DESC LIMIT 1) AS position,
  (SELECT a.status FROM answers a WHERE a.recommendation_id = c.id AND a.status <> 'unknown'
   ORDER BY a.document_date DESC, a.response_id DESC LIMIT 1) AS status,
  (SELECT a.target_date FROM answers a WHERE a.recommendation_id = c.id AND a.target_end IS NOT NULL
   ORDER BY a.document_date DESC, a.response_id DESC LIMIT 1) AS target_date,
  (SELECT a.target_end FROM answers a WHERE a.recommendation_id = c.id AND a.target_end IS NOT NULL
   ORDER BY a.document_date DESC, a.response_id DESC LIMIT 1) AS target_end
FROM recommendations c;
CREATE VIEW overdue AS
SELECT s.recommendation_id, s.report_id, p.title AS report_title, p.department, s.label, s.text,
       s.position, s.status, s.target_date, s.target_end,
       CAST(julianday('now', 'start of day') - julianday(s.target_end) AS INTEGER) AS days_overdue
FROM standing s JOIN reports p ON p.id = s.report_id
WHERE s.position IN ('agreed','partially_agreed')
  AND coalesce(s.status, 'unknown') NOT IN ('implemented','withdrawn')
  AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.recommendation_id = s.recommendation_id
                  AND a.document_date IS NULL AND a.status IN ('implemented','withdrawn'))
  AND s.target_end < date('now');
CREATE VIEW unanswered AS
SELECT c.id AS recommendation_id, c.report_id, p.title AS report_title, p.department, c.label, c.text
FROM recommendations c JOIN reports p ON p.id = c.report_id
WHERE NOT EXISTS (SELECT 1 FROM response_recommendations x WHERE x.recommendation_id = c.id);
CREATE TABLE unindexed (
  document_id INTEGER PRIMARY KEY REFERENCES documents(id)
) STRICT;
CREATE VIRTUAL TABLE passages_fts USING fts5(text, content="passages", content_rowid="id");
CREATE TABLE record_texts (
  id          INTEGER PRIMARY KEY,
  record_type TEXT NOT NULL,
  record_id   INTEGER NOT NULL,
  label       TEXT NOT NULL,
  text        TEXT NOT NULL,
  UNIQUE (record_type, record_id)
) STRICT;
CREATE VIEW record_list AS
SELECT 'conclusion' AS record_type, id AS record_id, number AS label, text FROM conclusions
UNION ALL
SELECT 'recommendation', id, label, text FROM recommendations
UNION ALL
SELECT 'response', id, label, text FROM responses;
CREATE VIRTUAL TABLE records_fts USING fts5(text, content="record_texts", content_rowid="id");
