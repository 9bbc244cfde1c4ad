-- Takes some sessions of a dead node over; when none is left, the node is no more.
-- KEYS: nodes, sessions of the dead node, sessions of the heir
-- ARGV: dead node, heir, how many, session key prefix
-- Result: { 'alive' } it is not dead | { 'more' | 'done', { peer, epoch, ticket key, confirmed ticket, topic... }... }
local nodes, old, new = KEYS[1], KEYS[2], KEYS[3]
local dead, heir, limit, prefix = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lease = redis.call('ZSCORE', nodes, dead)
if not redis.call('ZSCORE', nodes, heir) or (lease and tonumber(lease) >= now) then return { 'alive' } end

local result = { 'more' }
for _, peer in ipairs(redis.call('SPOP', old, limit)) do
  local fields = redis.call('HGETALL', prefix .. peer)
  local record, topics = {}, {}
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 2) == 't:' then
      topics[#topics + 1] = string.sub(fields[i], 3)
    else
      record[fields[i]] = fields[i + 1]
    end
  end
  if record.node == dead then
    local epoch = string.format('%d', tonumber(record.epoch) + 1)
    redis.call('HSET', prefix .. peer, 'node', heir, 'epoch', epoch)
    redis.call('SADD', new, peer)
    result[#result + 1] = { peer, epoch, record.key, record.confirmed, unpack(topics) }
  end
end
if redis.call('SCARD', old) == 0 then
  redis.call('ZREM', nodes, dead)
  result[1] = 'done'
end
return result
