-- The rules of bill-scan on accounts and bills, for scripts/bench-bills.
CREATE TEMP TABLE fin(account_id VARCHAR, rule VARCHAR, f DATE, t DATE, observed DOUBLE, expected DOUBLE, m3 DOUBLE);
CREATE TEMP TABLE lim AS SELECT max("to") e, min("from") s FROM bills;
CREATE TEMP TABLE b AS SELECT b.*, "to" - "from" AS days, volume_m3/("to"-"from") AS rate,
  status IN ('actual','replaced') AS rd,
  lag(index_to) OVER w AS p_index, lag(status) OVER w AS p_status, lag("to") OVER w AS p_to,
  row_number() OVER w AS k, count(*) OVER (PARTITION BY account_id) AS n,
  sum(volume_m3) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS m3_before,
  sum("to"-"from") OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS d_before
  FROM bills b WINDOW w AS (PARTITION BY account_id ORDER BY "from", "to");
CREATE TEMP TABLE u AS WITH g AS (SELECT *, coalesce(sum(CASE WHEN rd THEN 1 ELSE 0 END) OVER (PARTITION BY account_id ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),0) AS g FROM b)
  SELECT account_id, g, min("from") AS f, max("to") AS t, sum(volume_m3) AS m3, sum(volume_m3)/(max("to")-min("from")) AS rate FROM g GROUP BY account_id, g;
CREATE TEMP TABLE a AS SELECT account_id, median(rate) AS usual, sum(m3) FILTER (t > e - 365) AS year_m3, sum(t - f) FILTER (t > e - 365) AS year_d,
  sum(m3) FILTER (t > e - 365)/sum(t - f) FILTER (t > e - 365) AS mean FROM u, lim GROUP BY account_id;
CREATE TEMP TABLE c AS SELECT account_id, median(days) AS cycle, max("to") AS last FROM b GROUP BY account_id;
CREATE TEMP TABLE x AS SELECT acc.*, a.usual, a.year_m3, a.year_d, a.mean, c.cycle, c.last, coalesce(acc.valid_to, DATE '9999-01-01') AS closed FROM accounts acc LEFT JOIN a USING(account_id) LEFT JOIN c USING(account_id);
-- runs without advance
INSERT INTO fin WITH z AS (SELECT b.*, k - row_number() OVER (PARTITION BY account_id ORDER BY k) AS run FROM b JOIN x USING(account_id) WHERE b.status='actual' AND index_from = index_to AND "from" < closed)
  SELECT account_id, 'zero_use', min("from"), max("to"), 0, min_by(m3_before/d_before, k), min_by(m3_before/d_before, k)*(max("to")-min("from")) FROM z GROUP BY account_id, run HAVING count(*) >= 2;
INSERT INTO fin WITH z AS (SELECT *, k - row_number() OVER (PARTITION BY account_id ORDER BY k) AS run FROM b WHERE NOT rd)
  SELECT account_id, 'estimated', min("from"), max("to"), sum(volume_m3), NULL, sum(volume_m3) FROM z GROUP BY account_id, run HAVING count(*) > 2;
INSERT INTO fin SELECT account_id, 'true_up', "from", "to", volume_m3, NULL, -volume_m3 FROM b WHERE rd AND volume_m3 < 0 AND p_status IN ('estimated','no_access') AND p_to = "from";
-- identical volumes
CREATE TEMP TABLE r AS WITH s AS (SELECT *, CASE WHEN status='actual' AND lag(status) OVER w = 'actual' AND volume_m3 = lag(volume_m3) OVER w THEN 0 ELSE 1 END AS brk FROM b WINDOW w AS (PARTITION BY account_id ORDER BY k)),
  g AS (SELECT *, sum(brk) OVER (PARTITION BY account_id ORDER BY k) AS run FROM s)
  SELECT account_id, run, min(k) AS k0, max(k) AS k1, min("from") AS f, max("to") AS t, min(volume_m3) AS m3, count(*) AS len, min(n) AS n FROM g WHERE status='actual' AND volume_m3 > 0 GROUP BY account_id, run HAVING count(*) >= 3;
INSERT INTO fin WITH o AS (SELECT r.account_id, r.run, b.volume_m3 AS v, count(*) AS m FROM r JOIN b ON b.account_id=r.account_id AND (b.k<r.k0 OR b.k>r.k1) AND b.status='actual' GROUP BY ALL),
  p AS (SELECT account_id, run, sum(m) AS m, sum(m*(m-1)/2) AS eq FROM o GROUP BY ALL)
  SELECT r.account_id, 'same_volume', f, t, m3, NULL, len*m3 FROM r LEFT JOIN p USING(account_id, run) WHERE (n-len+1)*pow((coalesce(eq,0)+1)/(coalesce(m*(m-1)/2,0)+4), len-1) <= 0.001;
-- register
INSERT INTO fin SELECT account_id, CASE WHEN index_from > 0.9*pow(10,digits) AND ((index_to+pow(10,digits)-index_from)*multiplier <= 10*usual*days OR index_to < 0.1*pow(10,digits)) THEN 'rollover' ELSE 'negative_advance' END, "from", "to", index_to, index_from,
  CASE WHEN index_from > 0.9*pow(10,digits) THEN abs((index_to+pow(10,digits)-index_from)*multiplier-volume_m3) ELSE greatest(usual*days-volume_m3,0) END
  FROM b JOIN x USING(account_id) WHERE b.status <> 'replaced' AND index_to < index_from AND coalesce(p_status,'actual') NOT IN ('estimated','no_access');
INSERT INTO fin SELECT account_id, CASE WHEN index_from < p_index THEN 'negative_advance' ELSE 'index_gap' END, p_to, "from", index_from, p_index, (index_from-p_index)*multiplier
  FROM b JOIN x USING(account_id) WHERE b.status='actual' AND p_status='actual' AND (index_from < p_index OR (index_from-p_index)*multiplier >= 1);
INSERT INTO fin SELECT account_id, 'index_volume', "from", "to", volume_m3, (index_to-index_from)*multiplier, abs((index_to-index_from)*multiplier-volume_m3)
  FROM b JOIN x USING(account_id) WHERE b.status='actual' AND index_to >= index_from AND coalesce(p_status,'actual') NOT IN ('estimated','no_access') AND abs((index_to-index_from)*multiplier-volume_m3) > 1;
-- jumps
CREATE TEMP TABLE j AS SELECT u.*, row_number() OVER w AS k, median(rate) OVER pre AS med, mad(rate) OVER pre AS md, count(*) OVER pre AS np FROM u
  WINDOW w AS (PARTITION BY account_id ORDER BY f), pre AS (PARTITION BY account_id ORDER BY f ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING);
INSERT INTO fin WITH y AS (SELECT j.account_id, j.k, arg_min(o.rate, abs(((o.f - DATE '2000-01-01') + (o.t-DATE '2000-01-01'))//2 - ((j.f - DATE '2000-01-01') + (j.t-DATE '2000-01-01'))//2 + 365)) AS ly FROM j JOIN j o ON o.account_id=j.account_id AND o.k<j.k AND abs(((o.f - DATE '2000-01-01') + (o.t-DATE '2000-01-01'))//2 - ((j.f - DATE '2000-01-01') + (j.t-DATE '2000-01-01'))//2 + 365) <= 20 WHERE j.rate > 1.7*j.med OR j.rate < j.med/1.7 GROUP BY ALL),
  q AS (SELECT j.*, CASE WHEN ly > 0 THEN ly ELSE med END AS base, greatest(1.4826*md, 0.1*med) AS sg FROM j LEFT JOIN y USING(account_id, k) WHERE np >= 4 AND m3 > 0 AND med > 0),
  h AS (SELECT *, CASE WHEN rate > base THEN 'spike' ELSE 'drop' END AS rule FROM q WHERE abs(rate-base)*(t-f) >= 10 AND abs(rate-med) > 3*sg AND ((rate > 3*base AND rate > sqrt(3)*med) OR (rate < base/3 AND rate < med/sqrt(3)))),
  i AS (SELECT *, k - row_number() OVER (PARTITION BY account_id, rule ORDER BY k) AS run FROM h)
  SELECT account_id, rule, min(f), max(t), min_by(rate,k), min_by(base,k), sum(abs(rate-base)*(t-f)) FROM i GROUP BY account_id, rule, run;
-- meters and accounts
INSERT INTO fin SELECT account_id, 'oversized', e-365, e, mean/24, q3_m3h*0.05, year_m3*0.05 FROM x, lim WHERE dn_mm >= 40 AND mean > 0 AND mean/24 < q3_m3h*0.05;
INSERT INTO fin SELECT account_id, 'undersized', e-365, e, mean/24, q3_m3h*0.5, year_m3*0.02 FROM x, lim WHERE mean/24 > q3_m3h*0.5;
INSERT INTO fin SELECT account_id, 'meter_old', e-365, e, (e-installed)/365.25, NULL, year_m3*0.04 FROM x, lim WHERE (e-installed)/365.25 > CASE WHEN dn_mm > 25 THEN 4 ELSE 6 END AND closed > e;
INSERT INTO fin SELECT account_id, 'account_no_meter', e-365, e, mean, NULL, year_m3 FROM x, lim WHERE coalesce(meter_id,'')='' AND closed > e;
INSERT INTO fin SELECT account_id, 'account_no_zone', e-365, e, NULL, NULL, year_m3 FROM x, lim WHERE zone_id IS NULL AND closed > e;
INSERT INTO fin SELECT account_id, 'closed_use', min("from"), max("to"), sum(volume_m3), NULL, sum(volume_m3) FROM b JOIN x USING(account_id) WHERE "from" >= closed AND volume_m3 > 0 GROUP BY account_id;
INSERT INTO fin SELECT account_id, 'not_read', last, least(e,closed), least(e,closed)-last, cycle, usual*(least(e,closed)-last) FROM x, lim WHERE least(e,closed)-last > 1.5*cycle;
INSERT INTO fin SELECT account_id, 'not_read', p_to, "from", "from"-p_to, cycle, usual*("from"-p_to) FROM b JOIN x USING(account_id) WHERE "from"-p_to > 1.5*cycle AND "from" <= closed;
INSERT INTO fin SELECT account_id, 'bill_no_account', min("from"), max("to"), sum(volume_m3), NULL, sum(volume_m3) FROM b ANTI JOIN accounts USING(account_id) GROUP BY account_id;
INSERT INTO fin SELECT account_id, 'big_user', e-365, e, mean, NULL, year_m3*0.02 FROM x, lim WHERE mean >= 100;
INSERT INTO fin WITH p AS (SELECT account_id, "class", dn_mm, ln(mean) AS v, mean, year_d FROM x WHERE mean > 0 AND year_d >= 180 AND valid_to IS NULL),
  q AS (SELECT "class", dn_mm, quantile_cont(v,0.25) AS q1, quantile_cont(v,0.75) AS q3, count(*) AS n FROM p GROUP BY ALL HAVING count(*) >= 20)
  SELECT account_id, 'outlier', e-365, e, mean, exp(CASE WHEN v > q3 THEN q3+3*(q3-q1) ELSE q1-3*(q3-q1) END), abs(mean-exp(CASE WHEN v > q3 THEN q3+3*(q3-q1) ELSE q1-3*(q3-q1) END))*year_d FROM p JOIN q USING("class", dn_mm), lim WHERE v > q3+3*(q3-q1) OR v < q1-3*(q3-q1);
COPY (SELECT * FROM fin ORDER BY m3 DESC NULLS LAST, account_id, rule, f) TO 'duck.csv' (HEADER);
