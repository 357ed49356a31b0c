CREATE TABLE IF NOT EXISTS activity (
  message_id text PRIMARY KEY,
  account_id text NOT NULL,
  event text NOT NULL,
  happened_at timestamptz NOT NULL
);
