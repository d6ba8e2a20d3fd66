package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.adapters.sqs.StepMessage.NotAStep;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepMessageTest {
    private static final String BODY = """
            {"workspace":"default","workflow":"wf-00000000000000000000000001","version":1,\
            "execution":"ex-1","stage":"grüße#\\"1\\"","iteration":"0.3.17"}""";

    private static final Step STEP =
            new Step(Samples.VERSION, new ExecutionId("ex-1"), new StageRunKey("grüße#\"1\"", Iteration.of(0, 3, 17)));

    @Test
    void a_step_is_written_and_parsed() throws NotAStep {
        assertThat(StepMessage.write(STEP)).isEqualTo(BODY);
        assertThat(StepMessage.parse(BODY)).isEqualTo(STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "{}",
                "{\"workspace\":\"default\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":0,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1.5,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":\"1\",\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"-1\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":0}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"00\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0.\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0.03\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0.x\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\" 0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"٣\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"9999999999\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":9999999999,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":7,\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\",\"x\":1}",
                "{\"workspace\":\"d\",\"workflow\":\"w\",\"version\":1,\"execution\":\"e\",\"stage\":\"s\",\"iteration\":\"0\"} x"
            })
    void what_is_no_step_is_refused(String body) {
        assertThatThrownBy(() -> StepMessage.parse(body)).isInstanceOf(NotAStep.class);
    }
}
