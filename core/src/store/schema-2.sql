-- record.sent  What the last commit that was tried said, while its answer is out: if another device has built on it, what came
--              back in that device's form was this device's own.

ALTER TABLE record ADD COLUMN sent TEXT;
