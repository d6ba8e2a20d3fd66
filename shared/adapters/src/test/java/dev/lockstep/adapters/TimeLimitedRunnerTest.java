package dev.lockstep.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TimeLimitedRunnerTest {
    private static final Call CALL =
            new Call(Json.object().put("text", "x"), Json.object(), "ex-1/a/0", Duration.ofSeconds(10));
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TimeLimitedRunner runner = new TimeLimitedRunner();

    @FunctionalInterface
    private interface Body {
        JsonNode run(Call call) throws OperationFailure;
    }

    private static Operation operation(Body body) {
        return new Operation() {
            @Override
            public String type() {
                return "Test";
            }

            @Override
            public String title() {
                return "Test";
            }

            @Override
            public DataType takes() {
                return DataType.ANY;
            }

            @Override
            public DataType gives(DataType input) {
                return DataType.ANY;
            }

            @Override
            public JsonNode run(Call call) throws OperationFailure {
                return body.run(call);
            }
        };
    }

    @Test
    void an_operation_gives_its_answer() throws Exception {
        assertThat(runner.run(operation(Call::input), CALL, LONG)).isEqualTo(CALL.input());
    }

    @Test
    void one_that_takes_longer_than_it_may_is_interrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Operation slow = operation(call -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return call.input();
        });

        assertThatThrownBy(() -> runner.run(slow, CALL, Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_failure_is_thrown_as_it_is() {
        OperationFailure failure = new OperationFailure("InvalidInput", "no");
        Operation failing = operation(call -> {
            throw failure;
        });

        assertThatThrownBy(() -> runner.run(failing, CALL, LONG)).isSameAs(failure);
    }

    @Test
    void a_defect_is_thrown_as_it_is() {
        IllegalStateException defect = new IllegalStateException("oh");
        Operation broken = operation(call -> {
            throw defect;
        });

        assertThatThrownBy(() -> runner.run(broken, CALL, LONG)).isSameAs(defect);
    }

    @Test
    void a_stack_that_overflows_takes_nothing_else_with_it() {
        Operation endless = operation(TimeLimitedRunnerTest::recurse);

        assertThatThrownBy(() -> runner.run(endless, CALL, LONG))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("StackOverflowError");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static JsonNode recurse(Call call) {
        return Json.array().add(recurse(call));
    }

    @Test
    void memory_that_runs_out_takes_nothing_else_with_it() {
        Operation greedy = operation(call -> {
            throw new OutOfMemoryError("no more");
        });

        assertThatThrownBy(() -> runner.run(greedy, CALL, LONG))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("OutOfMemoryError");
    }

    @Test
    void an_interrupt_of_the_caller_is_kept_and_not_taken_for_the_operations_failure() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Operation waiting = operation(call -> {
            caller.interrupt();
            go.countDown();
            return call.input();
        });

        assertThat(runner.run(waiting, CALL, LONG)).isEqualTo(CALL.input());
        assertThat(go.getCount()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }
}
