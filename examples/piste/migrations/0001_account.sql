CREATE TABLE IF NOT EXISTS account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  activated_at timestamptz
);

CREATE TABLE IF NOT EXISTS one_time_token (
  hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  purpose text NOT NULL,
  expires_at timestamptz NOT NULL
);
