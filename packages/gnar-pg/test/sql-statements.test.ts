import t from 'tap'
import { splitStatements } from '../src/sql-statements.ts'

t.test('P11 a file is split into statements with their lines', async (t) => {
  const sql = `-- a comment; not a statement
CREATE TABLE a (id int); /* a /* nested; */ comment; */ SELECT 1;
INSERT INTO a
  VALUES (1);;

SELECT 'it''s; one', E'\\'; two', "odd;name", $$ three; $$, $x$ $$; $x$;
CREATE RULE r AS ON INSERT TO a DO ALSO (SELECT 1; SELECT 2);
CREATE OR REPLACE FUNCTION f() RETURNS int
BEGIN ATOMIC
  SELECT CASE WHEN true THEN 1 END;
  SELECT 2;
END;
SELECT 2 -- last; without a semicolon
`
  t.strictSame(
    splitStatements(sql).map(({ text, line }) => [line, text.replaceAll(/\s+/g, ' ').slice(0, 40)]),
    [
      [2, 'CREATE TABLE a (id int)'],
      [2, 'SELECT 1'],
      [3, 'INSERT INTO a VALUES (1)'],
      [6, `SELECT 'it''s; one', E'\\'; two', "odd;na`],
      [7, 'CREATE RULE r AS ON INSERT TO a DO ALSO '],
      [8, 'CREATE OR REPLACE FUNCTION f() RETURNS i'],
      [13, 'SELECT 2']
    ]
  )
})

t.test('P11 text that never ends is left to the server', async (t) => {
  t.strictSame(splitStatements('').length, 0)
  t.strictSame(splitStatements('-- nothing\n/* nothing').length, 0)
  t.strictSame(splitStatements("SELECT 'open").length, 1)
  t.strictSame(splitStatements('SELECT 1)').length, 1)
})
