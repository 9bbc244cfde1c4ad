-- A node lives: its lease begins again, on Redis' clock.
-- KEYS: nodes, generation, status of the node
-- ARGV: node, lease in ms, a generation to set when there is none (this Redis is empty), how it is
-- Result: { generation, 'kept' | 'lost' whether the lease was still valid, { living nodes }, { dead nodes } }
local nodes, generation = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local lease = redis.call('ZSCORE', nodes, ARGV[1])
redis.call('ZADD', nodes, string.format('%d', now + tonumber(ARGV[2])), ARGV[1])
redis.call('SET', generation, ARGV[3], 'NX')
redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[2])

local living, dead = {}, {}
local all = redis.call('ZRANGE', nodes, 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  local list = tonumber(all[i + 1]) < now and dead or living
  list[#list + 1] = all[i]
end
return { redis.call('GET', generation), lease and tonumber(lease) >= now and 'kept' or 'lost', living, dead }
