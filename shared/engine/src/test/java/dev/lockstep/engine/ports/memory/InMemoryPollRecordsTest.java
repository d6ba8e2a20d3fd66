package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.PollRecordsContract;

class InMemoryPollRecordsTest extends PollRecordsContract {
    private final PollRecords polls = new InMemoryPollRecords();

    @Override
    protected PollRecords polls() {
        return polls;
    }
}
