--[[ Lay an entry that a group cannot handle among the group's dead letters, once however often this is called.
  KEYS[1] stream stream
  KEYS[2] dead   stream of the group
  ARGV[1] group
  ARGV[2] entry
  ARGV[3] letters that are kept, about
  ARGV[4] consumer
  ARGV[5] attempts
  ARGV[6] reason
  ARGV[7] fields of the entry, JSON
  Returns {'done'}; {'gone'} the entry is not pending: nothing written ]]
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then
  return {'gone'}
end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'stream', KEYS[1], 'entry', ARGV[2], 'consumer', ARGV[4],
  'attempts', ARGV[5], 'reason', ARGV[6], 'message', ARGV[7])
return {'done'}
