CREATE TABLE note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The id of the message that the note came with: SQS may deliver a message twice.
  message_id text UNIQUE,
  text text NOT NULL
);
