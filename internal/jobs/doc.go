// Package jobs does later, and again if need be, what must not be forgotten: a
// letter to send, a picture to make smaller. A job is a kind and the id of what it
// is about, no more; what is to be done for a kind is a function, and this package
// knows nothing of what it does. Underneath is River, on the database's own pool.
//
// It promises this:
//
//   - A job is there if and only if the transaction that enqueued it was committed,
//     and it is done at least once from then on. It is done twice if a process dies,
//     or the disk fills up, between the work and the note that it is done, and if
//     work goes on beyond its time; and all is done again that waited in a backup
//     when that was made, once it is restored. Work has to bear that: it looks at what
//     its id stands for and returns nil if there is nothing left to do.
//   - Order is not promised, neither between jobs of one kind nor of one id.
//   - Work that fails is done again after a while, twice as long each time, with
//     some chance in it so that what failed together does not come back together.
//     With the usual [Options] that goes on for more than four days, as a mail server
//     is expected to. Then the job is dead, and so it is at once if the failure is
//     [Permanent]: it stays in the list of [Client.Dead] until [Client.Retry], for as
//     long as Options.KeepDead says.
//   - A job whose process has died is taken up by another one, or by the next.
//   - [Client.Run] stops softly: work in hand gets time to finish. What is cut short
//     after that has had an attempt, and begins anew at the next start.
//   - A row of a job holds its id, and of every failure what kind of failure it was.
//     The text of an error, which may quote an address or a server's reply to it, is
//     neither kept nor logged. An id that does not look like one is refused.
//
// # What work may do
//
// Work never holds a transaction while it calls out: there is one connection that
// writes, and as long as it waits for somebody's mail server the directory cannot be
// changed by anybody. It reads, calls out, and then writes what came of it. It ends
// when its context does, within Options.Timeout or when the program stops, or it may
// be running twice. And it must not call this package from within a transaction on
// the pool that the [Client] was made with, except [Client.Enqueue] and
// [Client.EnqueueAt] with that very transaction: it would wait for itself.
//
// # What it costs the directory
//
// All of it goes through the connection that writes. A look for jobs that finds
// none writes nothing; jobs are fetched few at a time, and noted as done a few
// together, so that no transaction of ours is long. The package's benchmarks and
// TestDirectory_keepsWriting say how long.
//
// # What to know of River
//
// Each of these was met in v0.31.0, and is to be looked at again with a newer one:
//
//   - A moment is written to SQLite in the zone that it comes in, and compared there
//     as text: every one has to be in UTC. JobSnooze makes its own in local time, so
//     that east of Greenwich a job sleeps for hours too long; it is not used.
//   - JobListOrderByFinalizedAt refuses to list jobs that are over, which are the only
//     ones that it makes sense for. JobListOrderByTime lists them in that order.
//   - What waits for later in the states scheduled and retryable is let go by one
//     process alone, the leader. When that dies it is up to 20 s before there is
//     another: a lease of 15 s, looked at every 5 s. Stopping softly gives it back.
//   - To renew the lease, a process that does nothing writes some kilobytes every 5 s.
//   - The context that a client is started with ends all work with it, at once.
//   - A retry in the past is a warning in the log, and happens when River's own policy
//     says: see backoff.go.
//   - AddWorker asks a zero value for its kind. Ours is a field, hence AddWorkerArgs;
//     and a kind has two characters at least.
//   - A client names itself after the machine unless it is given a name.
//
// Read jobs.go first, then work.go and failure.go; rescue.go tells why River's own
// way to rescue is not used.
package jobs
