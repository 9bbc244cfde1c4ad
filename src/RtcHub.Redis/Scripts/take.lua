-- A session changes its owner, if it is still whose the caller thinks.
-- KEYS: nodes, session, sessions of the old owner, sessions of the new owner
-- ARGV: calling node, peer, old owner, old epoch, new owner
-- Result: 'ok' in the old epoch plus one | 'changed' it has another owner | 'fenced' the calling node has no lease
local nodes, session, old, new = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local caller, peer, owner, epoch, heir = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

if not redis.call('ZSCORE', nodes, caller) then return 'fenced' end
local record = redis.call('HMGET', session, 'node', 'epoch')
local later = string.format('%d', tonumber(epoch) + 1)
if caller == owner and record[1] == heir and record[2] == later then return 'ok' end -- again: the first answer was lost
if record[1] and (record[1] ~= owner or record[2] ~= epoch) then return 'changed' end
if record[1] then
  redis.call('HSET', session, 'node', heir, 'epoch', later)
  redis.call('SREM', old, peer)
  redis.call('SADD', new, peer)
end
return 'ok'
