--[[ Forget the consumers of a group that have nothing in hand and have not been heard of for long.
  KEYS[1] stream stream
  ARGV[1] group
  ARGV[2] how long, ms
  Returns {consumers forgotten} ]]
local forgotten = 0
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #info, 2 do
    consumer[info[i]] = info[i + 1]
  end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    forgotten = forgotten + 1
  end
end
return {forgotten}
