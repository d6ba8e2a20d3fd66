package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks of workers outside: what goes wrong between the queue, the worker and the record. */
class WorkerTasksTest {
    private static final String TYPE = "resize";
    private static final TaskType QUEUE = new TaskType(World.WORKSPACE, TYPE);
    private static final RetryPolicy TWICE = new RetryPolicy(2, Backoff.FIXED, 10, 60, List.of());
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final int TIMEOUT = 600;
    private static final int WEEKS = 30 * 86_400;
    private static final JsonNode OUTPUT = Json.object().put("pages", 3);
    private static final ReportTask.Report DONE = new ReportTask.Report.Completed(OUTPUT);
    private static final ReportTask.Report BROKEN = failed("NoSpace", true);

    private final World world = new World();

    private static ReportTask.Report failed(String name, boolean retryable) {
        return new ReportTask.Report.Failed(new Failure(name, "the disk is full"), retryable);
    }

    private static ReportTask.Report failed(JsonNode details) {
        return new ReportTask.Report.Failed(new Failure("NoSpace", "the disk is full", Optional.of(details)), true);
    }

    private ExecutionId started(int timeout, RetryPolicy retry) {
        ExecutionId id = world.start(world.register(PlanFixtures.worker(TYPE, timeout, retry)));
        world.deliver();
        return id;
    }

    private ExecutionId started() {
        return started(TIMEOUT, TWICE);
    }

    private List<PollTasks.Task> poll(String worker) {
        return world.poll.poll(
                World.CALLER, new PollTasks.Request(TYPE, 10, Duration.ofSeconds(20), Optional.of(worker)));
    }

    private PollTasks.Task taken(String worker) {
        List<PollTasks.Task> tasks = poll(worker);
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private void report(PollTasks.Task task, ReportTask.Report report) {
        world.report.report(World.CALLER, TYPE, task.token(), report);
    }

    private void refused(PollTasks.Task task, ReportTask.Report report) {
        assertThatThrownBy(() -> report(task, report))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    }

    private StageRunState state(ExecutionId id) {
        return world.read(id).run(StageRunKey.first("work")).orElseThrow().state();
    }

    private void deliverAll() {
        for (boolean more = true; more; ) {
            more = world.deliver();
        }
    }

    /** Lets time pass as it does in a deployment: messages come when they are due, the watchdog looks each minute. */
    private void live(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            world.pass(Duration.ofMinutes(1));
            world.sweep();
            deliverAll();
        }
    }

    @Test
    void a_task_is_given_to_one_worker_and_what_it_gives_goes_on() {
        ExecutionId id = started();

        PollTasks.Task task = taken("w1");
        assertThat(poll("w2")).isEmpty();
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.idempotencyKey()).isEqualTo(id + "/work/0");
        assertThat(task.leaseUntil()).isEqualTo(world.clock.instant().plus(HEARTBEAT));
        report(task, DONE);
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.read(id).run(StageRunKey.first("after")).orElseThrow().output())
                .contains(OUTPUT);
        assertThat(world.tasks.all(QUEUE)).isEmpty();
    }

    @Test
    void a_worker_that_is_heard_of_keeps_its_task() {
        started();
        PollTasks.Task task = taken("w1");

        for (int i = 0; i < 10; i++) {
            world.pass(HEARTBEAT.minusSeconds(1));
            assertThat(world.report.heartbeat(World.CALLER, TYPE, task.token()))
                    .isEqualTo(world.clock.instant().plus(HEARTBEAT));
            assertThat(poll("w2")).isEmpty();
        }
        report(task, DONE);
    }

    @Test
    void a_task_that_is_to_be_undone_is_given_to_nobody_once_somebody_has_begun_to_undo() {
        ExecutionId id = world.start(world.register(PlanFixtures.undoneWorker(TYPE)));
        world.deliver("work");
        world.failuresToCome.put("fails", 1);
        world.amidPoll.before("write", () -> world.deliver("fails"));

        assertThat(poll("w1")).isEmpty();
        assertThat(world.read(id).execution().isLive()).isFalse();
    }

    @Test
    void what_follows_from_a_report_is_done_though_the_answer_to_its_write_was_lost_on_the_way() {
        ExecutionId id = started();
        PollTasks.Task task = taken("w1");
        world.amidReport.repeat("write");

        report(task, DONE);

        assertThat(world.queue.due())
                .extracting(message -> message.step().run().stage())
                .containsExactly("after");
        world.runToEnd(id);
    }

    @Test
    void who_tells_what_was_just_recorded_sees_to_what_follows() {
        ExecutionId id = started();
        PollTasks.Task task = taken("w1");
        world.amidReport.before("write", () -> {
            report(task, DONE);
            world.queue.loseAll();
        });

        report(task, DONE);

        assertThat(world.queue.due())
                .extracting(message -> message.step().run().stage())
                .containsExactly("after");
        world.runToEnd(id);
    }

    @Test
    void a_worker_that_died_is_followed_by_another_under_the_same_attempt() {
        ExecutionId id = started();
        PollTasks.Task lost = taken("w1");
        world.pass(HEARTBEAT);

        PollTasks.Task again = taken("w1");

        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.idempotencyKey()).isEqualTo(lost.idempotencyKey());
        refused(lost, DONE);
        refused(lost, BROKEN);
        assertThatThrownBy(() -> world.report.heartbeat(World.CALLER, TYPE, lost.token()))
                .isInstanceOf(Refusal.class);
        report(again, DONE);
        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void a_worker_that_is_late_but_was_not_followed_may_still_tell_what_came_of_it() {
        ExecutionId id = started();
        PollTasks.Task task = taken("w1");
        world.pass(HEARTBEAT.multipliedBy(3));

        report(task, DONE);

        assertThat(state(id)).isInstanceOf(StageRunState.Completed.class);
        assertThat(poll("w2")).isEmpty();
        assertThat(world.tasks.all(QUEUE)).isEmpty();
    }

    @Test
    void what_is_told_twice_is_recorded_once_and_what_follows_is_made_good() {
        ExecutionId id = started();
        PollTasks.Task task = taken("w1");
        report(task, DONE);
        long revision = world.read(id).revision();
        world.queue.loseAll();

        report(task, DONE);

        assertThat(world.read(id).revision()).isEqualTo(revision);
        assertThat(world.queue.due()).as("the step behind it").hasSize(1);
        refused(task, new ReportTask.Report.Completed(Json.object()));
        refused(task, BROKEN);
        world.runToEnd(id);
        report(task, DONE);
        refused(task, BROKEN);
    }

    @Test
    void who_recorded_the_outcome_and_broke_off_is_made_good_for_by_the_next_poll() {
        ExecutionId id = started();
        world.tasks.offer(TYPE, world.tasks.all(QUEUE).getFirst());
        PollTasks.Task task = world.poll
                .poll(World.CALLER, new PollTasks.Request(TYPE, 1, Duration.ZERO, Optional.empty()))
                .getFirst();
        report(task, DONE);
        world.queue.loseAll();

        assertThat(poll("w2")).isEmpty();

        assertThat(world.queue.due()).hasSize(1);
        assertThat(world.tasks.all(QUEUE)).isEmpty();
        world.runToEnd(id);
    }

    @Test
    void of_a_message_that_is_there_twice_only_one_is_a_task() {
        started();
        world.tasks.offer(TYPE, world.tasks.all(QUEUE).getFirst());

        PollTasks.Task task = taken("w1");
        report(task, DONE);
        world.pass(HEARTBEAT);

        assertThat(poll("w2")).isEmpty();
        assertThat(world.tasks.all(QUEUE)).isEmpty();
    }

    @Test
    void a_failed_attempt_is_offered_again_when_its_time_comes() {
        ExecutionId id = started();
        PollTasks.Task first = taken("w1");
        report(first, BROKEN);
        report(first, BROKEN);
        assertThat(state(id)).isInstanceOf(StageRunState.Retrying.class);
        deliverAll();
        assertThat(poll("w1")).as("before its time").isEmpty();

        world.pass(Duration.ofSeconds(10));
        deliverAll();
        PollTasks.Task second = taken("w2");

        assertThat(second.attempt()).isEqualTo(2);
        report(first, BROKEN);
        refused(first, DONE);
        report(second, BROKEN);
        deliverAll();
        assertThat(world.read(id).execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("NoSpace"));
    }

    @Test
    void what_is_not_to_be_tried_again_is_not() {
        ExecutionId id = started();

        report(taken("w1"), failed("NoSuchFile", false));

        assertThat(state(id)).isInstanceOf(StageRunState.Failed.class);
    }

    @Test
    void a_task_that_nobody_takes_times_out_and_not_early() {
        ExecutionId id = started();
        world.pass(Duration.ofSeconds(TIMEOUT - 1));
        world.sweep();
        deliverAll();
        assertThat(state(id)).isInstanceOf(StageRunState.Offered.class);

        live(Duration.ofMinutes(1));
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Retrying.class,
                        retrying -> assertThat(retrying.failure().name()).isEqualTo("TimedOut"));
        live(Duration.ofMinutes(12));

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
    }

    @Test
    void a_worker_that_goes_on_for_too_long_loses_its_task() {
        started(60, RetryPolicy.NONE);
        PollTasks.Task task = taken("w1");
        world.pass(Duration.ofSeconds(25));
        world.report.heartbeat(World.CALLER, TYPE, task.token());
        world.pass(Duration.ofSeconds(25));

        assertThat(world.report.heartbeat(World.CALLER, TYPE, task.token()))
                .as("no lease is longer than the attempt")
                .isEqualTo(task.timesOutAt());
        world.pass(Duration.ofSeconds(10));
        refused(task, DONE);
        assertThat(poll("w2")).isEmpty();
    }

    @Test
    void nothing_is_given_out_of_a_paused_execution_until_it_goes_on() {
        ExecutionId id = started();
        PollTasks.Task running = taken("w1");
        String workflow = world.read(id).execution().workflow().workflow().value();
        world.pause.pause(World.CALLER, workflow, id, Optional.empty());
        world.pass(HEARTBEAT);
        assertThat(poll("w2")).isEmpty();
        assertThat(world.tasks.all(QUEUE)).hasSize(1);

        world.report.heartbeat(World.CALLER, TYPE, running.token());
        report(running, DONE);
        assertThat(world.queue.due()).as("nothing starts").isEmpty();
        world.pause.resume(World.CALLER, workflow, id, Optional.empty());

        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void who_works_for_an_execution_that_was_canceled_is_told() {
        ExecutionId id = started();
        PollTasks.Task task = taken("w1");
        String workflow = world.read(id).execution().workflow().workflow().value();

        world.cancel.cancel(World.CALLER, workflow, id, Optional.empty());

        refused(task, DONE);
        assertThatThrownBy(() -> world.report.heartbeat(World.CALLER, TYPE, task.token()))
                .isInstanceOf(Refusal.class);
        world.pass(HEARTBEAT);
        assertThat(poll("w2")).isEmpty();
        assertThat(world.tasks.all(QUEUE)).isEmpty();
    }

    @Test
    void a_token_is_of_no_use_to_another_workspace_nor_under_another_type() {
        started();
        PollTasks.Task task = taken("w1");
        Caller stranger = new Caller(new Workspace("other"), "key-2", Set.of("worker"));

        assertThatThrownBy(() -> world.report.report(stranger, TYPE, task.token(), DONE))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        for (String token : List.of("", "e30", "!", task.token().substring(4), "x".repeat(5_000))) {
            assertThatThrownBy(() -> world.report.report(World.CALLER, TYPE, token, DONE))
                    .as(token)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        }
        assertThatThrownBy(() -> world.report.report(World.CALLER, "other", task.token(), DONE))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_lost_message_is_sent_again_once_a_day_and_not_at_every_look() {
        ExecutionId id = started(WEEKS, RetryPolicy.NONE);
        live(Duration.ofHours(23));
        assertThat(world.tasks.all(QUEUE)).as("copies").hasSizeLessThanOrEqualTo(5);
        world.tasks.loseAll();

        live(Duration.ofHours(49));

        assertThat(world.tasks.all(QUEUE)).hasSizeBetween(1, 10);
        PollTasks.Task task = taken("w1");
        world.tasks.loseAll();
        live(Duration.ofHours(25));
        assertThat(taken("w2").attempt()).as("of a worker that died").isEqualTo(task.attempt());
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Running.class,
                        running -> assertThat(running.startedAt().plusSeconds(WEEKS))
                                .isEqualTo(task.timesOutAt()));
    }

    @Test
    void when_all_queues_are_lost_a_recovery_offers_every_task_again() {
        started(WEEKS, RetryPolicy.NONE);
        live(Duration.ofHours(1));
        world.tasks.loseAll();

        world.recover();

        assertThat(world.tasks.all(QUEUE)).hasSize(1);
        PollTasks.Task task = taken("w1");
        world.tasks.loseAll();
        world.recover();
        assertThat(poll("w2")).as("while the worker may be alive").isEmpty();
        world.pass(HEARTBEAT);
        assertThat(taken("w2").attempt()).isEqualTo(task.attempt());
    }

    @Test
    void what_is_too_large_is_refused() {
        started();
        PollTasks.Task task = taken("w1");
        JsonNode large = Json.object().put("text", "x".repeat(StageWorker.MAX_BYTES));

        assertThatThrownBy(() -> report(task, new ReportTask.Report.Completed(large)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNPROCESSABLE));
        report(task, DONE);
    }

    @Test
    void two_workers_that_ask_at_once_get_one_task_between_them() {
        WorkflowId workflow = world.register(PlanFixtures.worker(TYPE, TIMEOUT, TWICE));
        for (int i = 0; i < 5; i++) {
            world.start(workflow);
        }
        deliverAll();

        assertThat(poll("w1")).hasSize(5);
        assertThat(poll("w2")).isEmpty();
    }

    @Test
    void messages_that_come_to_nothing_do_not_end_a_wait() {
        started();
        Step waiting = world.tasks.all(QUEUE).getFirst();
        world.tasks.loseAll();
        world.tasks.offer(TYPE, new Step(waiting.workflow(), new ExecutionId("ex-gone"), waiting.run()));
        world.tasks.offer(TYPE, waiting);

        assertThat(world.poll.poll(
                        World.CALLER, new PollTasks.Request(TYPE, 1, Duration.ofSeconds(20), Optional.empty())))
                .hasSize(1);
    }

    @Test
    void the_next_worker_s_task_is_there_when_the_report_is_answered() {
        ExecutionId id = world.start(world.register(PlanFixtures.workers(TYPE, "first", "second")));
        world.deliver();

        world.promptReport.report(World.CALLER, TYPE, taken("w1").token(), DONE);

        assertThat(world.queue.due()).isEmpty();
        world.promptReport.report(World.CALLER, TYPE, taken("w1").token(), DONE);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void what_cannot_be_begun_at_once_is_begun_by_way_of_the_queue() {
        ExecutionId id = world.start(world.register(PlanFixtures.workers(TYPE, "first", "second")));
        world.deliver();
        world.beginsBreakOff = true;

        world.promptReport.report(World.CALLER, TYPE, taken("w1").token(), DONE);

        assertThat(poll("w1")).isEmpty();
        deliverAll();
        report(taken("w1"), DONE);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void what_a_worker_tells_of_a_failure_is_kept_and_of_one_before_another_attempt_if_it_is_little() {
        ExecutionId id = started();
        JsonNode little = Json.object().put("free", 12);
        report(taken("w1"), failed(little));
        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Retrying.class,
                        retrying -> assertThat(retrying.failure().details()).contains(little));
        world.pass(Duration.ofSeconds(10));
        deliverAll();
        JsonNode more = Json.object().put("log", "x".repeat(600));
        PollTasks.Task second = taken("w1");

        report(second, failed(more));
        report(second, failed(more));

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Failed.class,
                        failed -> assertThat(failed.failure().details()).contains(more));
        assertThat(world.read(id).run(StageRunKey.first("work")).orElseThrow().past())
                .singleElement()
                .satisfies(past -> assertThat(past.failure().details()).contains(little));
        assertThat(world.read(id).execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().details()).isEmpty());
        refused(second, failed(little));
    }

    @Test
    void details_that_are_too_much_are_left_out_and_the_failure_counts() {
        ExecutionId id = started(TIMEOUT, RetryPolicy.NONE);
        PollTasks.Task task = taken("w1");
        ReportTask.Report report = failed(Json.object().put("log", "x".repeat(Failure.MAX_DETAILS)));

        report(task, report);
        report(task, report);

        assertThat(state(id))
                .isInstanceOfSatisfying(
                        StageRunState.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(new Failure("NoSpace", "the disk is full")));
    }
}
