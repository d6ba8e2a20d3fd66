package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.TaskLogs;
import dev.lockstep.engine.ports.TaskLogsContract;

class InMemoryTaskLogsTest extends TaskLogsContract {
    private final TaskLogs logs = new InMemoryTaskLogs();

    @Override
    protected TaskLogs logs() {
        return logs;
    }
}
