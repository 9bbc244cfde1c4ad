-- A topic was listed that has no members any more and no lock: what has a time to live goes without a word.
-- KEYS: where, topics, lock
-- ARGV: topic
-- Result: 'ok'
if redis.call('EXISTS', KEYS[1]) == 0 and redis.call('EXISTS', KEYS[3]) == 0 then redis.call('ZREM', KEYS[2], ARGV[1]) end
return 'ok'
