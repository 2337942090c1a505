// Loaded into the supervised program: when the command that started it is gone (kill -9), it stops in good order
// by the same way as by SIGTERM.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // The channel must not keep a program alive that has finished.
  process.channel.unref()
}
