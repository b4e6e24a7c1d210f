-- The views: what the tables of schema.sql answer. A view may use those above it.
-- They are made anew whenever a database of an older schema is brought up to date.

CREATE VIEW current_documents AS
SELECT d.*, s.path AS source
FROM documents d JOIN sources s ON s.id = d.source_id
WHERE s.state = 'current';

-- One row for each record as it stands in one document.
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

-- What a document says about a recommendation that it answers.
CREATE VIEW answers AS
SELECT c.id AS recommendation_id, c.report_id, c.label, d.id AS document_id, d.source, d.kind AS document_kind,
       d.date AS document_date, r.id AS response_id, r.who, r.position, r.status, r.target_text, r.target_date,
       r.target_end
FROM recommendations c
JOIN response_recommendations x ON x.recommendation_id = c.id
JOIN responses r ON r.id = x.response_id
JOIN current_documents d ON d.id = r.document_id;

-- One recommendation through report, response, progress report and letter. Copies of
-- a document count once: what two of one date say in the same way is one event. event:
-- stated or quoted (without an answer) or answered. slip_days: by how many days the
-- target moved since the document before that gave one.
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

-- Where each recommendation stands: the newest known word on each point.
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

-- Agreed, not implemented, and the last day meant is past.
CREATE VIEW overdue AS
SELECT s.recommendation_id, s.report_id, p.title AS report_title, p.department, s.label, s.text,
       s.position, s.status, s.target_date, s.target_end,
       CAST(julianday('now', 'start of day') - julianday(s.target_end) AS INTEGER) AS days_overdue
FROM standing s JOIN reports p ON p.id = s.report_id
WHERE s.position IN ('agreed','partially_agreed')
  AND coalesce(s.status, 'unknown') NOT IN ('implemented','withdrawn')
  -- A document without a date may be the newest: where it says "done", nobody is accused.
  AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.recommendation_id = s.recommendation_id
                  AND a.document_date IS NULL AND a.status IN ('implemented','withdrawn'))
  AND s.target_end < date('now');

CREATE VIEW unanswered AS
SELECT c.id AS recommendation_id, c.report_id, p.title AS report_title, p.department, c.label, c.text
FROM recommendations c JOIN reports p ON p.id = c.report_id
WHERE NOT EXISTS (SELECT 1 FROM response_recommendations x WHERE x.recommendation_id = c.id);

-- The records of all three types; records_fts and record_texts follow from it.
CREATE VIEW record_list AS
SELECT 'conclusion' AS record_type, id AS record_id, number AS label, text FROM conclusions
UNION ALL
SELECT 'recommendation', id, label, text FROM recommendations
UNION ALL
SELECT 'response', id, label, text FROM responses;
