--[[ Schedule feeds; those that are scheduled or paused already only get their host.
  KEYS[1] sched      zset, feed -> due ms
  KEYS[2] feed-hosts hash, feed -> host
  KEYS[3] paused     hash, feed -> why it is not polled
  ARGV[1] ms to the first poll
  ARGV[2..] for each feed: feed, host
  Returns how many were scheduled ]]
local time = redis.call('TIME')
local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local added = 0
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
  if redis.call('HEXISTS', KEYS[3], ARGV[i]) == 0 then
    added = added + redis.call('ZADD', KEYS[1], 'NX', due, ARGV[i])
  end
end
return added
