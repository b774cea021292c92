--[[ Forget a dead letter for good.
  KEYS[1] dead    stream
  KEYS[2] letters hash, stage -> letters
  ARGV[1] id of the dead entry
  Returns {'done'}; {'gone'} no such entry: nothing written ]]
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then
  return {'gone'}
end
for i = 1, #entry[2], 2 do
  if entry[2][i] == 'stage' then
    redis.call('HINCRBY', KEYS[2], entry[2][i + 1], -1)
  end
end
redis.call('XDEL', KEYS[1], ARGV[1])
return {'done'}
