-- heap.sql: fills an empty database of winnow with 10,000 recommendations in 1,000 reports, answered once or twice,
-- quoted, repeated, and some with dates that slipped. For the browser test: it is made in a second, and always the same.
PRAGMA foreign_keys=OFF;
BEGIN;
DELETE FROM diagnostics; DELETE FROM changes; DELETE FROM sources; DELETE FROM runs;
CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n;
CREATE TEMP TABLE word (w INTEGER PRIMARY KEY, verb TEXT, thing TEXT, place TEXT);
INSERT INTO word VALUES
 (0, 'publish', 'the cost of each vessel', 'in the northern harbours'), (1, 'review', 'the register of raised banks', 'along the lower river'),
 (2, 'set out', 'a plan for the repair of bridges', 'on minor roads'), (3, 'measure', 'the time that claims take', 'in the county courts'),
 (4, 'report on', 'the number of vacant posts', 'in rural surgeries'), (5, 'test', 'the warning sirens', 'on the eastern coast'),
 (6, 'simplify', 'the forms for small traders', 'at the border posts'), (7, 'count', 'the works of art on loan', 'in national museums'),
 (8, 'explain', 'the fall in inspections', 'of care homes'), (9, 'replace', 'the oldest signal boxes', 'on branch lines'),
 (10, 'consult', 'the owners of wells', 'in the chalk valleys');
CREATE TEMP TABLE r AS SELECT i, (i - 1) / 10 + 1 AS report, char(97 + (i - 1) % 2) AS letter, ((i - 1) % 10) / 2 + 1 AS number,
  'The Department should ' || a.verb || ' ' || b.thing || ' ' || c.place || ', and by ' || (i % 28 + 1) || ' June ' || (2011 + i / 1000)
  || ' write to the Committee with figure ' || i || ' for each of the ' || (i * 7 % 90 + 3) || ' regions that it is responsible for.' AS text
 FROM n JOIN word a ON a.w = n.i % 11 JOIN word b ON b.w = n.i * 7 % 11 JOIN word c ON c.w = n.i / 11 % 11;

INSERT INTO runs (id, started_at, finished_at, command, version, files_seen, files_new, exit_status) VALUES
 (1, '2024-01-02T03:00:00Z', '2024-01-02T03:10:00Z', 'ingest', '0.1.0', 2500, 2500, 0),
 (2, '2024-02-02T03:00:00Z', '2024-02-02T03:01:00Z', 'ingest', '0.1.0', 2520, 20, 0);
-- kinds of document: 1 report, 2 response, 3 progress report of every second report
CREATE TEMP TABLE d AS SELECT k.kind * 1000000 + i AS id, i AS report, k.kind FROM n, (SELECT 1 AS kind UNION SELECT 2 UNION SELECT 3) k
 WHERE i <= 1000 AND (kind < 3 OR i % 2 = 0);
INSERT INTO sources (id, path, sha256, bytes, mtime, state, first_run_id, last_run_id)
 SELECT id, 'heap/' || CASE kind WHEN 1 THEN 'reports' WHEN 2 THEN 'responses' ELSE 'progress' END || printf('/%04d.html', report), hex(id), 1, 1, 'current', 1, 2 FROM d;
INSERT INTO documents (id, source_id, seq, kind, family, title, date)
 SELECT id, id, 1, iif(kind = 1, 'committee_report', 'government_response'), 'heap', CASE kind WHEN 1 THEN '' WHEN 2 THEN 'Response to ' ELSE 'Progress on ' END || 'Report ' || report,
 date('2010-03-01', '+' || (report * 5 + CASE kind WHEN 1 THEN 0 WHEN 2 THEN 70 + report % 90 ELSE 500 END) || ' days') FROM d;
INSERT INTO reports SELECT 7000000 + i, CASE i % 4 WHEN 0 THEN 'Committee of Public Accounts' WHEN 1 THEN 'Committee on Harbours' WHEN 2 THEN 'Health Committee' ELSE 'Committee on Transport' END,
 (2010 + i / 73) || '-' || (11 + i / 73), i % 60 + 1, 0, 'Report ' || i || ': ' || thing || ' ' || place,
 iif(i % 17 = 0, NULL, 'Department ' || char(65 + i % 23)), 'HC ' || i, date('2010-03-01', '+' || (i * 5) || ' days'), 1
 FROM n JOIN word ON w = n.i % 11 WHERE n.i <= 1000;
INSERT INTO conclusions SELECT 6000000 + i, 7000000 + report, number, 'It is not clear why nobody had figure ' || i || ' at hand when the Committee asked for it.' FROM r WHERE letter = 'a';
INSERT INTO recommendations SELECT 8000000 + i, 7000000 + report, 6000000 + i - (letter = 'b'), number || letter, text, 'The Department', NULL FROM r;
INSERT INTO responses SELECT 9000000 + i, 7000000 + report, 2000000 + report, number || letter, NULL,
 CASE WHEN i % 10 < 6 THEN 'agreed' WHEN i % 10 < 7 THEN 'partially_agreed' WHEN i % 10 < 8 THEN 'disagreed' ELSE 'noted' END, iif(i % 10 < 7, 'in_progress', 'unknown'),
 'June ' || (2011 + i / 1000), (2011 + i / 1000) || '-06', (2011 + i / 1000) || '-06-01', (2011 + i / 1000) || '-06-30',
 'The Government agrees with the recommendation. Work on figure ' || i || ' has begun. The Department has asked each region for its part, and three have answered so far. Target implementation date: June ' || (2011 + i / 1000) || '.'
 FROM r WHERE i % 9 > 0;
INSERT INTO responses SELECT 9500000 + i, 7000000 + report, 3000000 + report, number || letter, NULL, 'agreed', iif(i % 3, 'in_progress', 'implemented'),
 'spring ' || (2013 + i / 1000), (2013 + i / 1000) || '-21', (2013 + i / 1000) || '-03-01', (2013 + i / 1000) || '-05-31',
 'The Department has now received most of figure ' || i || ', later than it had planned, because the regions count in different ways. Revised target implementation date: spring ' || (2013 + i / 1000) || '.'
 FROM r WHERE report % 2 = 0 AND i % 10 < 7 AND i % 9 > 0;
INSERT INTO response_recommendations SELECT id, 8000000 + id % 500000, 'label', 1, document_id FROM responses;

-- Each record stands in its document, and each recommendation is quoted in the response, with another word in a tenth of them.
CREATE TEMP TABLE o AS
 SELECT 'recommendation' AS type, 8000000 + i AS id, 1000000 + report AS document, 2 * (i % 10) + 1 AS seq, number || letter AS label, text, 'stated' AS how FROM r
 UNION ALL SELECT 'recommendation', 8000000 + i, 2000000 + report, 3 * (i % 10) + 1, number || letter, iif(i % 10, text, replace(text, 'should', 'must')), 'quoted' FROM r
 UNION ALL SELECT 'conclusion', id, 1000000 + report_id % 1000000, 40 + CAST(number AS INTEGER), number, text, 'stated' FROM conclusions
 UNION ALL SELECT 'response', id, document_id, 50 + id % 10, label, text, 'stated' FROM responses;
INSERT INTO passages (id, document_id, seq, role, text, line_start, line_end) SELECT document * 1000 + seq, document, seq, 'paragraph', text, seq * 4, seq * 4 + 2 FROM o;
INSERT INTO items (id, document_id, seq, item_type, how, label, text, rule, line_start, line_end) SELECT document * 1000 + seq, document, seq, type, how, label, text, 'heap:12', seq * 4, seq * 4 + 2 FROM o;
INSERT INTO item_passages SELECT id, id FROM items;
INSERT INTO occurrences SELECT type, id, document, document * 1000 + seq, document * 1000 + seq, 7000000 + document % 1000000, label, text, how, 1, iif(how = 'stated', 'stated', 'text') FROM o;
INSERT INTO record_texts SELECT id, type, id, label, text FROM o WHERE how = 'stated';
INSERT INTO duplicates SELECT q.document * 1000 + q.seq, s.document * 1000 + s.seq, iif(q.text = s.text, 'exact', 'near'), iif(q.text = s.text, 1, 0.97)
 FROM o q JOIN o s ON s.id = q.id AND s.how = 'stated' WHERE q.how = 'quoted';
-- Variants: what dedupe writes down of a comparison, here a similarity of 0.96 and that facts differ.
INSERT INTO dedupe_verdicts SELECT (1000000 + i) * 1000 + 3, (1000000 + i) * 1000 + 5, x'8FC2753F8FC2753F00000000000000000601' FROM n WHERE i <= 30;
INSERT INTO repetitions SELECT 8000000 + i, 8000000 + i - 1210, 'text', 0.9 FROM n WHERE i > 1210 AND i % 100 = 0;
INSERT INTO changes (run_id, subject, subject_id, change, report_id, label, before, after, days)
 SELECT 2, 'recommendation', 8000000 + i, 'target', 7000000 + report, number || letter, (2011 + i / 1000) || '-06', (2013 + i / 1000) || '-21', 700 FROM r WHERE i % 200 = 2;
-- Texts are hostile.
UPDATE recommendations SET text = '</script><script>document.title="taken"</script><img src=x onerror="document.title=''taken''"><!--' || char(8232) || text WHERE id = 8000001;
UPDATE reports SET title = '<b onclick=alert(1)>Report 1</b>' WHERE id = 7000001;
COMMIT;
