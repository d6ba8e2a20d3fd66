package dev.lockstep.dialects.conductor.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SearchQueryTest {
    private static final ObjectNode ROW = (ObjectNode) Json.read("""
            {"workflowId": "ex-1", "workflowName": "order-flow", "workflowVersion": 2, "status": "RUNNING",
             "correlationId": "my order", "startTime": 1000, "endTime": 0}""");

    private static SearchQuery parse(String text) {
        return SearchQuery.parse(text, SearchFields.OF_WORKFLOWS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "status=RUNNING",
                "status = 'RUNNING'",
                "workflowType = \"order-flow\" AND status IN (RUNNING, 'FAILED')",
                "workflowType='order-flow' and status in (\"RUNNING\")",
                "workflowType = order*",
                "workflowType = '*-*'",
                "workflowType != payment",
                "workflowType STARTS_WITH order",
                "correlationId = 'my order'",
                "startTime > 999 AND startTime < 1001",
                "startTime >= 1000 AND startTime <= 1000",
                "startTime BETWEEN 900 AND 1000 AND status = RUNNING",
                "version = 2",
                "endTime != 5",
                "colour = green",
                "colour IN (green) AND status = RUNNING"
            })
    void what_holds_for_a_row_is_found(String query) {
        assertThat(parse(query).holds(ROW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=FAILED",
                "status = running",
                "status IN (FAILED,COMPLETED)",
                "workflowType = order",
                "workflowType = *order",
                "workflowType != order*",
                "correlationId = my*second",
                "startTime > 1000",
                "startTime < 1000",
                "endTime > 0",
                "endTime < 5000",
                "parentWorkflowId = ''",
                "status = RUNNING AND version = 3"
            })
    void what_does_not_hold_for_a_row_is_not(String query) {
        assertThat(parse(query).holds(ROW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status =",
                "= RUNNING",
                "status ~ RUNNING",
                "status LIKE RUN",
                "status = 'RUNNING",
                "status = RUNNING FAILED",
                "status = RUNNING OR status = FAILED",
                "(status = RUNNING)",
                "status = RUNNING AND",
                "status IN RUNNING",
                "status IN (RUNNING",
                "status IN ()",
                "startTime BETWEEN 1",
                "startTime > yesterday",
                "startTime = 99999999999999999999",
                "updateTime > 1"
            })
    void what_is_no_query_or_cannot_be_answered_is_refused(String query) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Incorrectly formatted query string: ");
    }

    @Test
    void a_query_is_bounded() {
        String values = String.join(",", Stream.generate(() -> "x").limit(101).toList());
        String conditions = String.join(
                " AND ", Stream.generate(() -> "status = x").limit(21).toList());

        assertThatThrownBy(() -> parse("status IN (" + values + ")")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> parse(conditions)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> parse("status = " + "x".repeat(8_000))).isInstanceOf(Refusal.class);
    }

    @Test
    void it_tells_of_which_workflows_it_is_beforehand() {
        assertThat(parse("workflowType = a AND status = b").oneOf("workflowName"))
                .contains(List.of("a"));
        assertThat(parse("workflowType IN (a, b)").oneOf("workflowName")).contains(List.of("a", "b"));
        assertThat(parse("workflowType = a*").oneOf("workflowName")).isEmpty();
        assertThat(parse("workflowType != a").oneOf("workflowName")).isEmpty();
    }

    @Test
    void it_tells_between_which_times_it_is_beforehand() {
        SearchQuery between = parse("startTime > 5 AND startTime < 9");

        assertThat(between.earliest("startTime")).contains(Instant.ofEpochMilli(5));
        assertThat(between.latest("startTime")).contains(Instant.ofEpochMilli(9));
        assertThat(parse("startTime BETWEEN 5 AND 9").latest("startTime")).contains(Instant.ofEpochMilli(9));
        assertThat(parse("endTime > 5").earliest("startTime")).isEmpty();
    }

    @Test
    void many_wildcards_cost_no_more_than_the_lengths_of_pattern_and_text_multiplied() {
        String text = "a".repeat(2_000);

        assertThat(Wildcards.match("*a".repeat(1_000) + "b", text)).isFalse();
        assertThat(Wildcards.match("*a".repeat(1_000), text)).isTrue();
    }

    @Test
    void rows_come_in_the_order_asked_for_and_else_as_they_were() {
        List<ObjectNode> rows = Stream.of("b", "a", "c")
                .map(name -> Json.object().put("workflowName", name).put("startTime", name.equals("c") ? 1 : 2))
                .toList();

        assertThat(sorted(rows, "")).isEqualTo("bac");
        assertThat(sorted(rows, "colour:DESC")).isEqualTo("bac");
        assertThat(sorted(rows, "workflowType:DESC")).isEqualTo("cba");
        assertThat(sorted(rows, "startTime:ASC|workflowType:ASC")).isEqualTo("cab");
        assertThatThrownBy(() -> sorted(rows, "startTime:UP")).isInstanceOf(Refusal.class);
    }

    private static String sorted(List<ObjectNode> rows, String order) {
        return String.join(
                "",
                rows.stream()
                        .sorted(SearchOrder.parse(order, SearchFields.OF_WORKFLOWS))
                        .map(row -> row.path("workflowName").asString())
                        .toList());
    }
}
