CREATE INDEX entities_by_name ON entities (name, label);
CREATE INDEX mentions_by_place ON mentions (article, start);
CREATE INDEX figures_by_kind ON figures (kind, currency, unit);
CREATE INDEX dates_by_day ON dates (first_day, last_day);
CREATE INDEX claims_by_source ON claims (said_by);
CREATE INDEX relation_items_by_finding ON relation_items (article, id);

/* Each figure with its article's title and date and with its sentence. */
CREATE VIEW figures_told AS
SELECT article, title, published, f.id, f.text, f.kind, f.value, f.low, f.high, f.unit, f.currency, f.bound, f.per, f.of, f.change,
       f.said_by, f.stance, f.confidence, f.context AS sentence, source, f.line
FROM figures AS f JOIN articles USING (article)
ORDER BY published IS NULL, published, article, f.start;

/* Each date with its article's title and date and with its sentence, in the order of the calendar. */
CREATE VIEW dates_told AS
SELECT article, title, published, d.id, d.text, d.kind, d.value, d.first_day, d.last_day, d.relation, d.said_by, d.stance, d.confidence,
       d.context AS sentence, source, d.line
FROM dates AS d JOIN articles USING (article)
ORDER BY d.first_day IS NULL, d.first_day, d.last_day, article, d.start;

/* Each name with the number of articles that have it, the most widely named first. */
CREATE VIEW names AS
SELECT name, label, count(DISTINCT article) AS articles, sum(mentions) AS mentions, max(confidence) AS confidence
FROM entities GROUP BY name, label
ORDER BY articles DESC, mentions DESC, name, label;

/* What waits for a person, the most doubtful first. */
CREATE VIEW open_findings AS
SELECT 'entity' AS what, article, e.id, e.name AS reads, e.label AS read_as, e.confidence, e.context AS sentence, e.why, source,
       (SELECT line FROM mentions AS m WHERE m.article = e.article AND m.entity = e.id AND m.number = 1) AS line
FROM entities AS e JOIN articles USING (article) WHERE e.open
UNION ALL
SELECT 'figure', article, f.id, f.text, trim(coalesce(f.value, coalesce(f.low, '') || '..' || coalesce(f.high, '')) || ' ' || coalesce(f.currency, f.unit, '')),
       f.confidence, f.context, f.why, source, f.line
FROM figures AS f JOIN articles USING (article) WHERE f.open
UNION ALL
SELECT 'date', article, d.id, d.text, d.value, d.confidence, d.context, d.why, source, d.line
FROM dates AS d JOIN articles USING (article) WHERE d.open
UNION ALL
SELECT 'edit', article, e.id, e.before, e.after, e.confidence, e.context, e.why, source, e.line
FROM edits AS e JOIN articles USING (article) WHERE e.open
ORDER BY confidence, article, what, line, id;

/* What several articles tell of the same thing: conflicts first, as in the corpus report. */
CREATE VIEW told_by_several AS
SELECT r.number, r.relation, r.what, r.confidence, r.witnesses, i.side, i.article, title, published, i.id, i.value, i.said_by,
       i.context AS sentence, i.source, i.line
FROM relations AS r JOIN relation_items AS i ON i.relation = r.number JOIN articles USING (article)
ORDER BY r.number, i.number;
