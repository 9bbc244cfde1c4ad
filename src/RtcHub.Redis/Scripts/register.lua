-- A node says which sessions it has: when it begins anew with this Redis, and when a session's tickets change. Topics are
-- only added, for a join may be under way; one too many does no harm.
-- KEYS: nodes, sessions of the node, then the session of each
-- ARGV: node, whether sessions that Redis does not know have ended meanwhile (1 or 0), then for each session: peer, epoch, ticket key, confirmed ticket, number of topics, each topic
-- Result: { the peers that are another node's, or have ended }, { the peers that Redis did not know }
local node = ARGV[1]
local lost, unknown = {}, {}
local at = 3
for i = 3, #KEYS do
  local session, peer, epoch, topics = KEYS[i], ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 4])
  local record = redis.call('HMGET', session, 'node', 'epoch')
  local known = tonumber(record[2] or '0')
  if (known == 0 and ARGV[2] == '1') or known > epoch or (known == epoch and record[1] ~= node) then
    lost[#lost + 1] = peer
  else
    if known == 0 then unknown[#unknown + 1] = peer end
    local fields = { 'node', node, 'epoch', ARGV[at + 1], 'key', ARGV[at + 2], 'confirmed', ARGV[at + 3] }
    for t = 1, topics do
      fields[#fields + 1] = 't:' .. ARGV[at + 4 + t]
      fields[#fields + 1] = ''
    end
    redis.call('HSET', session, unpack(fields))
    redis.call('SADD', KEYS[2], peer)
  end
  at = at + 5 + topics
end
return { lost, unknown }
