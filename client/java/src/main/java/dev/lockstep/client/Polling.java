package dev.lockstep.client;

/** Reads the run again and again, less and less often while nothing changes. What every server offers. */
record Polling(Http http) implements Transport {
    @Override
    public void follow(String runId, Feed feed) throws InterruptedException {
        Pauses pauses = Pauses.betweenLooks(http.settings().timing().polling());
        while (!feed.isClosed()) {
            Run run = http.send(Call.get(Runs.path(runId)).once()).as(Run.class);
            if (feed.take(RunUpdate.of(run))) {
                pauses.reset();
            }
            if (!feed.isClosed()) {
                Thread.sleep(pauses.next());
            }
        }
    }
}
