-- A session has ended.
-- KEYS: session, sessions of the node
-- ARGV: peer, epoch
-- Result: 'ok'
if tonumber(redis.call('HGET', KEYS[1], 'epoch') or '0') <= tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[1])
end
redis.call('SREM', KEYS[2], ARGV[1])
return 'ok'
