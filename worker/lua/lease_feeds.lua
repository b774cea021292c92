--[[ Lease feeds that are due. One request per host at a time; a feed whose last body waits to be parsed is put off.
  KEYS[1] sched       zset, feed -> due ms
  KEYS[2] hosts       zset, host -> next moment it may be asked, ms
  KEYS[3] feed-hosts  hash, feed -> host
  KEYS[4] raw         hash, owed thing -> payload
  KEYS[5] fence       string, last fence given
  KEYS[6] feed-fences hash, feed -> fence
  KEYS[7] feed-tries  hash, feed -> leases since the last settled poll
  KEYS[8] feeds       hash, feed -> state
  ARGV[1] how many at most
  ARGV[2] lease, ms
  ARGV[3] gap between two requests to a host, ms
  Returns {now ms, {feed, fence, attempt, state or nil}...} ]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wanted, gap = tonumber(ARGV[1]), tonumber(ARGV[3])
local leases = {now}
-- More are looked at than wanted: those put off must not hide those behind them.
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 4 * wanted)
for _, feed in ipairs(due) do
  if #leases > wanted then
    break
  end
  local host = redis.call('HGET', KEYS[3], feed) or feed
  local free = tonumber(redis.call('ZSCORE', KEYS[2], host) or 0)
  if free > now then
    redis.call('ZADD', KEYS[1], math.min(free, now + gap), feed)
  elseif redis.call('HEXISTS', KEYS[4], 'b:' .. feed) == 1 then
    redis.call('ZADD', KEYS[1], now + gap, feed)
  else
    redis.call('ZADD', KEYS[1], now + ARGV[2], feed)
    redis.call('ZADD', KEYS[2], now + ARGV[2], host)
    local fence = redis.call('INCR', KEYS[5])
    redis.call('HSET', KEYS[6], feed, fence)
    local attempt = redis.call('HINCRBY', KEYS[7], feed, 1)
    leases[#leases + 1] = {feed, fence, attempt, redis.call('HGET', KEYS[8], feed)}
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
return leases
