package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Follower;
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

    /**
     * Has what happens from now on be sent.
     *
     * @param told the revision of which the connection was told, of an execution
     * @return false where it was {@link #passOver passed over} meanwhile: it has to be told of that before this is tried again
     */
    boolean begin(Connection connection, Subject subject, long told);

    /**
     * Notes that something happened of which a connection was not told, since it had not begun.
     *
     * @return the connection, where it has begun by now, and so is to be told after all
     */
    Optional<Follower> passOver(String connection, ExecutionId execution);

    void leave(Connection connection, Subject subject);

    /** Forgets a connection and all that it follows. */
    void remove(String connection, Workspace workspace);

    /** Has those that follow a workflow follow an execution of it, from its start on, unless they do. */
    void followToo(List<String> connections, Workspace workspace, ExecutionId execution);
}
