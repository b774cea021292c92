--[[ End a poll: state with validators, next poll, and the changed body as an owed thing, together or not at all.
  KEYS[1] feed-fences hash, feed -> fence, or `done <fence>`
  KEYS[2] feeds       hash, feed -> state
  KEYS[3] raw         hash, owed thing -> payload
  KEYS[4] inbox       zset, owed thing -> ready ms
  KEYS[5] sched       zset, feed -> due ms
  KEYS[6] feed-hosts  hash, feed -> host
  KEYS[7] hosts       zset, host -> next moment it may be asked, ms
  KEYS[8] feed-tries  hash, feed -> leases since the last settled poll
  ARGV[1] feed
  ARGV[2] fence of the lease
  ARGV[3] state
  ARGV[4] ms to the next poll
  ARGV[5] ms to the next request to the host
  ARGV[6] 1 if a body follows
  ARGV[7] body
  Returns {'done'}; {'dup'} settled before; {'stale'} another holds the feed, or it was removed: nothing written ]]
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held == 'done ' .. ARGV[2] then
  return {'dup'}
end
if held ~= ARGV[2] then
  return {'stale'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if ARGV[6] == '1' then
  redis.call('HSET', KEYS[3], 'b:' .. ARGV[1], '0 - - ' .. now .. ' ' .. ARGV[7])
  redis.call('ZADD', KEYS[4], now, 'b:' .. ARGV[1])
end
-- XX: a feed paused or removed since its lease stays out.
redis.call('ZADD', KEYS[5], 'XX', now + ARGV[4], ARGV[1])
redis.call('ZADD', KEYS[7], now + ARGV[5], redis.call('HGET', KEYS[6], ARGV[1]) or ARGV[1])
redis.call('HDEL', KEYS[8], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], 'done ' .. ARGV[2])
return {'done'}
