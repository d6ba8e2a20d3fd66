package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleStoreContract;
import dev.lockstep.engine.ports.ScheduleWakes;

class InMemoryScheduleStoreTest extends ScheduleStoreContract {
    private final InMemoryScheduleStore store = new InMemoryScheduleStore();

    @Override
    protected ScheduleStore schedules() {
        return store;
    }

    @Override
    protected ScheduleWakes wakes() {
        return store;
    }
}
