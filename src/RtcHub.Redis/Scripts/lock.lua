-- An operator locks a topic, or unlocks it.
-- KEYS: where, topics, lock
-- ARGV: topic, until when (ms since 1970; 0 for no end), for how many ms (0 for no end), or nothing but the topic: unlock
-- Result: 'ok'
local where, topics, lock = KEYS[1], KEYS[2], KEYS[3]
local topic, till, duration = ARGV[1], ARGV[2], ARGV[3]

if till then
  redis.call('SET', lock, till)
  if duration ~= '0' then redis.call('PEXPIRE', lock, duration) end
  redis.call('ZADD', topics, 0, topic)
else
  redis.call('DEL', lock)
  if redis.call('EXISTS', where) == 0 then redis.call('ZREM', topics, topic) end
end
return 'ok'
