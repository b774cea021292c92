--[[ Read a group's next entries and note how far the group has come, in one step: then whoever of the group reads next
sees whether anything is missing between.
  KEYS[1] stream stream
  KEYS[2] read   hash, `<stream> <group>` -> `<epoch> <sequence>` of the last entry that was delivered
  ARGV[1] group
  ARGV[2] consumer
  ARGV[3] entries at most
  Returns {how far the group had come, or empty; id of the stream's last entry; entries} ]]
local place = KEYS[1] .. ' ' .. ARGV[1]
local before = redis.call('HGET', KEYS[2], place) or ''
local found = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
local entries = found and found[1] and found[1][2] or {}
if #entries > 0 then
  local fields, told = entries[#entries][2], {}
  for i = 1, #fields, 2 do
    told[fields[i]] = fields[i + 1]
  end
  if told.epoch and told.sequence then
    redis.call('HSET', KEYS[2], place, told.epoch .. ' ' .. told.sequence)
  end
end
local info, last = redis.call('XINFO', 'STREAM', KEYS[1]), '0-0'
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then
    last = info[i + 1]
  end
end
return {before, last, entries}
