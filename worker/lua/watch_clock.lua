--[[ Where the server's clock was set back, set back what is due, owed and leased by as much, or all would wait for so long.
  KEYS[1] clock string, latest moment seen, ms
  KEYS[2] sched zset, feed -> due ms
  KEYS[3] inbox zset, owed thing -> ready ms
  KEYS[4] hosts zset, host -> next moment it may be asked, ms
  KEYS[5] names zset, owed names -> ready ms
  ARGV[1] ms that do not matter
  Returns {ms by which it was set back, 0 as a rule} ]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local back = (redis.call('GET', KEYS[1]) or now) - now
if back > 0 and back <= tonumber(ARGV[1]) then
  return {0}
end
redis.call('SET', KEYS[1], string.format('%.0f', now))
if back <= 0 then
  return {0}
end
for _, key in ipairs({KEYS[2], KEYS[3], KEYS[4], KEYS[5]}) do
  local rows = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for i = 1, #rows, 2 do
    redis.call('ZADD', key, rows[i + 1] - back, rows[i])
  end
end
return {back}
