package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Subject;
import java.util.List;
import java.util.Optional;

/** Where it is recorded who is connected, and what each connection follows. What is recorded of a connection expires with it. */
public interface ConnectionStore {
    void add(Connection connection);

    Optional<Connection> find(String id);

    /** What a connection follows, the first {@code most} of it. */
    List<Subject> subjects(String connection, int most);

    /** Records that a connection is to follow something; nothing is sent for it until it is {@link #begin begun}. Again is the same as once. */
    void follow(Connection connection, Subject subject);

    /** Has what happens from now on be sent. */
    void begin(Connection connection, Subject subject);

    void leave(Connection connection, Subject subject);

    /** Forgets a connection and all that it follows. */
    void remove(String connection, Workspace workspace);

    /** Has those that follow a workflow follow an execution of it. */
    void followToo(List<String> connections, Workspace workspace, ExecutionId execution);
}
