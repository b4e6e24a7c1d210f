-- The views: what the tables of schema.sql answer. A view may use those above it.
-- They are made anew whenever a database of an older schema is brought up to date.
--
-- The comment before a view says what it is, then of columns, as "name: words.", what they are.
-- A column that is not named there means what it means in every view, below, or what the
-- table has under its name.
--
-- In every view. source: path of the file. document_kind: what sort of document it is.
-- document_date: its date, EDTF. report_number: its number in the session. report_title:
-- the report's title. report_date: the date the report was published, EDTF. label: the
-- label of the recommendation. text: its text. answered: how many have a response.
-- unknown: of them, those of which no word says it. session: the session of the report.
-- department: the department that the report is about. body: the body that made the report.
-- recommendations: how many there are. paragraphs: of a response, its paragraphs, as JSON.
-- response_date: the date of the response, EDTF. earlier_report_id: the report of the earlier
-- recommendation. earlier_report_title: its title. earlier_body: the body that made it.
-- earlier_session: its session. earlier_report_date: when it was published, EDTF.
-- earlier_label: the label of the earlier recommendation. earlier_text: its text.
-- days: how many days. position: the newest position known. status: the newest status known.
-- target_date: the newest date set, EDTF. target_end: the last day that it can mean.
-- agreed: how many were accepted in full. partially_agreed: accepted in part. disagreed:
-- rejected. noted: only noted. implemented: how many are done. in_progress: begun.
-- not_implemented: not done. withdrawn: given up. unanswered: how many have no response.
-- name: of the group; null where the reports give none. duplicate_of: the passage that it
-- repeats. duplicate_kind: how. method: why they were joined. record_id: id of the
-- conclusion, recommendation or response. record_type: which of the three it is.
-- source_state: whether the file counts. earlier_id: the earlier recommendation.

-- The documents of the files as they are now. source: path of the file.
CREATE VIEW current_documents AS
SELECT d.*, s.path AS source
FROM documents d JOIN sources s ON s.id = d.source_id
WHERE s.state = 'current';

-- One row for each record as it stands in one document: the place to begin. label: as this
-- document numbers it. text: as it stands in this document. position: of a response.
-- status: of a response. target_date: of a response, EDTF.
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

-- The passages that repeat no other: what stands in the texts once only.
CREATE VIEW unique_passages AS
SELECT p.*
FROM passages p JOIN current_documents d ON d.id = p.document_id
WHERE NOT EXISTS (SELECT 1 FROM duplicates x WHERE x.passage_id = p.id);

-- What a document says about a recommendation that it answers. As of the last run that was
-- finished: while a run goes on, a source may be superseded already and its answer still there.
-- position: what this document says. status: what this document says. target_date: what this
-- document says, EDTF.
CREATE VIEW answers AS
SELECT c.id AS recommendation_id, c.report_id, c.label, d.id AS document_id, s.path AS source, d.kind AS document_kind,
       d.date AS document_date, r.id AS response_id, r.who, r.position, r.status, r.target_text, r.target_date,
       r.target_end, s.state AS source_state
FROM recommendations c
JOIN response_recommendations x ON x.recommendation_id = c.id
JOIN responses r ON r.id = x.response_id
JOIN documents d ON d.id = r.document_id
JOIN sources s ON s.id = d.source_id;

-- One recommendation through report, response, progress report and letter. Copies of
-- a document count once: what two of one date say in the same way is one event. event:
-- stated or quoted (without an answer) or answered. position: what this document says.
-- status: what this document says. target_date: what this document says, EDTF. slip_days: by how many days the
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
  WHERE source_state = 'current'
  GROUP BY recommendation_id, document_kind, document_date, who, position, status, target_text, target_end
  UNION ALL
  SELECT c.id, c.report_id, c.label, min(d.id), d.source, d.kind, d.date,
         CASE WHEN sum(o.how = 'stated') > 0 THEN 'stated' ELSE 'quoted' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM occurrences o
  JOIN recommendations c ON c.id = o.record_id
  JOIN current_documents d ON d.id = o.document_id
  WHERE o.record_type = 'recommendation' AND o.how IN ('stated','quoted')
    AND NOT EXISTS (SELECT 1 FROM response_recommendations x
                    WHERE x.recommendation_id = c.id AND x.document_id = o.document_id)
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

-- Agreed, not implemented, and there is a last day meant, past or to come.
CREATE VIEW due AS
SELECT s.recommendation_id, s.report_id, p.title AS report_title, p.department, s.label, s.text,
       s.position, s.status, s.target_date, s.target_end, p.body, p.session
FROM standing s JOIN reports p ON p.id = s.report_id
WHERE s.position IN ('agreed','partially_agreed')
  AND coalesce(s.status, 'unknown') NOT IN ('implemented','withdrawn')
  -- A document without a date may be the newest: where it says "done", nobody is accused.
  AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.recommendation_id = s.recommendation_id
                  AND a.document_date IS NULL AND a.status IN ('implemented','withdrawn'))
  AND s.target_end IS NOT NULL;

-- Of these, those whose last day is past. days_overdue: since that day.
CREATE VIEW overdue AS
SELECT recommendation_id, report_id, report_title, department, label, text, position, status, target_date, target_end,
       CAST(julianday('now', 'start of day') - julianday(target_end) AS INTEGER) AS days_overdue, body, session
FROM due
WHERE target_end < date('now');

-- Each department with what it has overdue, and null for reports that name none. overdue: how many
-- recommendations. reports: of how many reports. mean_days: how late on average. most_days:
-- how late the latest.
CREATE VIEW overdue_by_department AS
SELECT department, count(*) AS overdue, count(DISTINCT report_id) AS reports,
       CAST(round(avg(days_overdue)) AS INTEGER) AS mean_days, max(days_overdue) AS most_days
FROM overdue
GROUP BY department;

-- Recommendations without any response. days_waiting: since the report, where it gives its
-- date to the day.
CREATE VIEW unanswered AS
SELECT c.id AS recommendation_id, c.report_id, p.title AS report_title, p.department, c.label, c.text,
       p.body, p.session, p.date AS report_date,
       CASE WHEN length(p.date) = 10 THEN
         CAST(julianday('now', 'start of day') - julianday(p.date) AS INTEGER)
       END AS days_waiting
FROM recommendations c JOIN reports p ON p.id = c.report_id
WHERE NOT EXISTS (SELECT 1 FROM response_recommendations x WHERE x.recommendation_id = c.id);

-- Each report that has a government response, and the first one by date: how long the
-- answer took. days: null where one of the dates is not given to the day. recommendations:
-- of the report. answered: of them, by that document.
CREATE VIEW response_times AS
SELECT p.id AS report_id, p.title AS report_title, p.department, p.body, p.session, p.date AS report_date,
       f.document_id, f.source, f.document_date AS response_date,
       CASE WHEN length(p.date) = 10 AND length(f.document_date) = 10 THEN
         CAST(julianday(f.document_date) - julianday(p.date) AS INTEGER)
       END AS days,
       (SELECT count(*) FROM recommendations c WHERE c.report_id = p.id) AS recommendations,
       f.answered
FROM reports p
JOIN (
  SELECT report_id, document_id, source, document_date, count(DISTINCT recommendation_id) AS answered,
         row_number() OVER (PARTITION BY report_id
                            ORDER BY document_date IS NULL, document_date, source, document_id) AS place
  FROM answers
  WHERE document_kind = 'government_response'
  GROUP BY report_id, document_id
) f ON f.report_id = p.id AND f.place = 1;

-- What became of each recommendation, with what researchers group by. answered: 1 when a
-- response was found. position: unknown where no document says. status: unknown where no
-- document says.
CREATE VIEW outcomes AS
SELECT s.recommendation_id, s.report_id, p.title AS report_title, p.department, p.body, p.session, p.date AS report_date,
       s.label, s.text,
       EXISTS (SELECT 1 FROM response_recommendations x WHERE x.recommendation_id = s.recommendation_id) AS answered,
       coalesce(s.position, 'unknown') AS position, coalesce(s.status, 'unknown') AS status,
       s.target_date, s.target_end
FROM standing s JOIN reports p ON p.id = s.report_id;

-- The same recommendation once for each way to group it. grouped_by: department, body or session.
-- answered: 1 when a response was found.
CREATE VIEW grouped_outcomes AS
SELECT 'department' AS grouped_by, department AS name, answered, position, status FROM outcomes
UNION ALL
SELECT 'body', body, answered, position, status FROM outcomes
UNION ALL
SELECT 'session', session, answered, position, status FROM outcomes;

-- What was said to the recommendations about each department, of each body and in each
-- session (name; null where the reports name none). acceptance_rate: of those accepted in
-- full or in part or rejected, the share accepted in full or in part; noted ones, and answers
-- whose position no word gives, are counted apart and are not in the rate.
CREATE VIEW acceptance_rates AS
SELECT grouped_by, name, count(*) AS recommendations, sum(answered) AS answered, sum(NOT answered) AS unanswered,
       sum(position = 'agreed') AS agreed, sum(position = 'partially_agreed') AS partially_agreed,
       sum(position = 'disagreed') AS disagreed, sum(position = 'noted') AS noted,
       sum(answered AND position = 'unknown') AS unknown,
       1.0 * sum(position IN ('agreed','partially_agreed'))
         / nullif(sum(position IN ('agreed','partially_agreed','disagreed')), 0) AS acceptance_rate
FROM grouped_outcomes
GROUP BY grouped_by, name;

-- How far the answered recommendations are, in the same groups. implementation_rate: of
-- those whose status is known and that were not withdrawn, the share implemented.
CREATE VIEW implementation_rates AS
SELECT grouped_by, name, sum(answered) AS answered,
       sum(status = 'implemented') AS implemented, sum(status = 'in_progress') AS in_progress,
       sum(status = 'not_implemented') AS not_implemented, sum(status = 'withdrawn') AS withdrawn,
       sum(status = 'unknown') AS unknown,
       1.0 * sum(status = 'implemented')
         / nullif(sum(status IN ('implemented','in_progress','not_implemented')), 0) AS implementation_rate
FROM grouped_outcomes
WHERE answered
GROUP BY grouped_by, name;

-- Recommendations that a later report makes again, each with the one it is most like:
-- related, not the same. days_between: null where the dates do not give it to the day; where
-- they do not tell which report was first, the one that says least of itself counts as later.
CREATE VIEW repeated AS
SELECT x.recommendation_id, c.report_id, p.title AS report_title, p.body, p.session, p.date AS report_date, c.label, c.text,
       x.earlier_id, e.report_id AS earlier_report_id, q.title AS earlier_report_title, q.body AS earlier_body,
       q.session AS earlier_session, q.date AS earlier_report_date, e.label AS earlier_label, e.text AS earlier_text,
       CASE WHEN length(p.date) = 10 AND length(q.date) = 10 THEN
         CAST(julianday(p.date) - julianday(q.date) AS INTEGER)
       END AS days_between,
       x.method, x.similarity
FROM repetitions x
JOIN recommendations c ON c.id = x.recommendation_id
JOIN reports p ON p.id = c.report_id
JOIN recommendations e ON e.id = x.earlier_id
JOIN reports q ON q.id = e.report_id;

-- The records of all three types; records_fts and record_texts follow from it.
CREATE VIEW record_list AS
SELECT 'conclusion' AS record_type, id AS record_id, number AS label, text FROM conclusions
UNION ALL
SELECT 'recommendation', id, label, text FROM recommendations
UNION ALL
SELECT 'response', id, label, text FROM responses;

-- On which page of a PDF each of its passages begins. passage_id: the passage. document_id: its
-- document. page: counted from 1, as a reader of PDFs counts.
CREATE VIEW passage_pages AS
SELECT p.id AS passage_id, p.document_id,
       (SELECT count(*) FROM json_each(s.pages) j WHERE j.value <= p.byte_start) AS page
FROM passages p JOIN documents d ON d.id = p.document_id JOIN sources s ON s.id = d.source_id
WHERE s.pages IS NOT NULL;
