--[[ Give a message that a group had given up to the group again, as if it had never been tried.
  KEYS[1] dead   stream of the group
  KEYS[2] stream stream
  ARGV[1] letter
  ARGV[2] group
  ARGV[3] entry
  ARGV[4] ms that it counts as abandoned: longer than any group waits
  Returns {'done'}; {'gone'} there is no such letter; {'trimmed'} the message is no longer on its stream: nothing written ]]
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then
  return {'gone'}
end
if #redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[3]) == 0 then
  return {'trimmed'}
end
redis.call('XCLAIM', KEYS[2], ARGV[2], 'again', 0, ARGV[3], 'IDLE', ARGV[4], 'RETRYCOUNT', 0, 'FORCE', 'JUSTID')
redis.call('XDEL', KEYS[1], ARGV[1])
return {'done'}
