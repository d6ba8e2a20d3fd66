package dev.lockstep.dialects.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What definitions of state machines compile to, and what is told of those that do not. */
class MachineCompilerTest {
    private static final String LEAVE_REQUEST = """
            workflow:
              id: leave-request
              start: draft
              inputs:
                days: {type: integer, required: true, minimum: 1}
              states:
                draft:            {transitions: {submit: approval_process}}
                approval_process: {fork: [manager_check, hr_check]}
                manager_check:
                  owners: [manager]
                  transitions:
                    manager_deny: draft
                    manager_approve:
                      to: final_gate
                      inputs: {comment: {type: string}}
                      guard: "inputs.days <= 30"
                hr_check:         {owners: [hr], transitions: {hr_deny: draft, hr_approve: final_gate}}
                final_gate:       {mode: wait_all, join: approved}
                approved:         {type: state}
            """;

    private static final MachineCompiler COMPILER = new MachineCompiler(Catalogue.builtIn());

    private static Machine compile(String yaml) {
        return COMPILER.compile(new DefinitionText(Format.YAML, yaml), Optional.empty());
    }

    /** A machine of two states, the first of them this. */
    private static Plan planWith(String state) {
        return compile(around(state)).compiled().plan();
    }

    private static String around(String state) {
        return """
                workflow:
                  id: test
                  start: first
                  inputs: {days: {type: integer}}
                  states:
                    first: %s
                    second: {transitions: {back: first, on: end}}
                    end: {}
                """.formatted(state);
    }

    /** The faults as {@code line path: message}. */
    private static List<String> faults(String yaml) {
        return faults(Format.YAML, yaml);
    }

    private static List<String> faults(Format format, String text) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> COMPILER.compile(new DefinitionText(format, text), Optional.empty()));
        assertThat(refusal).as("it is refused").isNotNull();
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        return refusal.faults().stream()
                .map(fault -> fault.line().map(line -> line + " ").orElse("") + fault.path() + ": " + fault.message())
                .toList();
    }

    private static String malformed(String yaml) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> compile(yaml));
        assertThat(refusal).isNotNull();
        assertThat(refusal.faults()).isEmpty();
        return String.valueOf(refusal.getMessage());
    }

    private static Activity.Decision decision(Plan plan, String state) {
        return (Activity.Decision) plan.task(state).activity();
    }

    @Test
    void the_leave_request_compiles_to_states_a_fork_and_a_join() {
        Machine machine = compile(LEAVE_REQUEST);
        Plan plan = machine.compiled().plan();

        assertThat(machine.id()).isEqualTo(new WorkflowId("leave-request"));
        assertThat(plan.isMachine()).isTrue();
        assertThat(plan.entry()).containsExactly("draft");
        assertThat(plan.stage("approval_process")).isInstanceOf(Stage.Fork.class);
        assertThat(plan.stage("final_gate")).isInstanceOf(Stage.Join.class);
        assertThat(plan.task("approved").activity()).isInstanceOf(Activity.Terminate.class);
        assertThat(decision(plan, "manager_check").owners().roles()).containsExactly("manager");
        Activity.Transition approve =
                decision(plan, "manager_check").find("manager_approve").orElseThrow();
        assertThat(approve.guard().orElseThrow().source().stringValue()).isEqualTo("${inputs.days <= 30}");
        assertThat(Json.write(approve.inputs().orElseThrow()))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"comment\":{\"type\":\"string\"}},"
                        + "\"additionalProperties\":false}");
        assertThat(Json.write(plan.inputSchema()))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"days\":{\"type\":\"integer\",\"minimum\":1}},"
                        + "\"required\":[\"days\"],\"additionalProperties\":false}");
    }

    @Test
    void a_plan_is_read_back_as_it_was_compiled() {
        Plan plan = compile(LEAVE_REQUEST).compiled().plan();

        Plan read = Json.fromTree(Json.read(Json.write(plan)), Plan.class);

        assertThat(Json.toTree(read)).isEqualTo(Json.toTree(plan));
    }

    @Test
    void json_compiles_to_the_same_as_yaml() {
        Machine yaml = compile(LEAVE_REQUEST);
        String json = Json.write(DefinitionText.json(yaml.compiled().definition(), yaml.id()));

        Machine same = COMPILER.compile(new DefinitionText(Format.JSON, json), Optional.empty());

        assertThat(Json.toTree(same.compiled().plan()))
                .isEqualTo(Json.toTree(yaml.compiled().plan()));
    }

    @Test
    void the_id_that_it_is_put_under_counts() {
        Machine machine =
                COMPILER.compile(new DefinitionText(Format.YAML, LEAVE_REQUEST), Optional.of(new WorkflowId("other")));
        assertThat(machine.id().value()).isEqualTo("other");

        String without = LEAVE_REQUEST.replace("  id: leave-request\n", "");
        assertThat(COMPILER.compile(new DefinitionText(Format.YAML, without), Optional.of(new WorkflowId("other")))
                        .id()
                        .value())
                .isEqualTo("other");
        assertThat(faults(without)).containsExactly("1 workflow.id: is required");
    }

    @Test
    void owners_may_be_a_quorum() {
        Plan plan = planWith("{owners: {roles: [a, b], approvals: 2, not_starter: true}, transitions: {on: second}}");

        assertThat(decision(plan, "first").owners()).isEqualTo(new Activity.Owners(List.of("a", "b"), 2, true, true));
        assertThat(decision(planWith("{owners: {approvals: 2, distinct: false}, transitions: {on: second}}"), "first")
                        .owners())
                .isEqualTo(new Activity.Owners(List.of(), 2, false, false));
    }

    @ParameterizedTest
    @CsvSource({"P3D,259200", "PT1H30M,5400", "PT1S,1", "PT1.2S,2", "P1DT1S,86401"})
    void a_state_may_make_a_transition_by_itself_after_a_time(String duration, long seconds) {
        Plan plan = planWith("{after: {duration: " + duration + ", transition: on}, transitions: {on: second}}");

        assertThat(decision(plan, "first").after()).contains(new Activity.After(seconds, "on"));
    }

    @Test
    void a_state_may_run_an_operation_and_be_left_by_what_becomes_of_it() {
        Plan plan = planWith("""

                      run: {type: HttpRequest, url: "https://example.com/${inputs.days}", timeout_seconds: 7,
                            retry: {max_attempts: 3}}
                      then: done
                      onError: failed
                      transitions: {done: second, failed: {to: end}}
                """);
        Stage.Task task = plan.task("first");

        assertThat(task.type()).isEqualTo("HttpRequest");
        assertThat(task.activity()).isEqualTo(new Activity.Operation());
        assertThat(task.policy().timeoutSeconds()).isEqualTo(7);
        assertThat(task.policy().retry().maxAttempts()).isEqualTo(3);
        assertThat(task.policy().onError()).isEqualTo(OnError.GO_TO);
        assertThat(task.place().moves().orElseThrow().whenDone()).contains("done");
        assertThat(task.place().moves().orElseThrow().whenFailed()).contains("failed");
    }

    @Test
    void every_fault_is_told_at_once_with_its_path_and_line() {
        assertThat(faults("""
                workflow:
                  id: "no good"
                  strat: draft
                  inputs: {days: {type: integr, minimum: one}}
                  states:
                    draft: {transitons: {submit: check}}
                    "two words": {}
                    check:
                      owners: []
                      transitions:
                        ok: nowhere
                        bad: {guard: "inputs.days <="}
                """))
                .containsExactly(
                        "2 workflow.id: a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -",
                        "1 workflow.start: is required",
                        "4 workflow.inputs.days.type: must be one of string, integer, number, boolean, object, array",
                        "3 workflow.strat: unknown field; known: id, title, description, start, inputs, states",
                        "6 workflow.states.draft.transitons: unknown field; known: title, description, type",
                        "7 workflow.states[\"two words\"]: a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -",
                        "11 workflow.states.check.transitions.ok: there is no state \"nowhere\"",
                        "12 workflow.states.check.transitions.bad.to: is required",
                        faults(around("{transitions: {bad: {to: end, guard: \"inputs.days <=\"}}}"))
                                .getFirst()
                                .replace("6 workflow.states.first", "12 workflow.states.check"),
                        "9 workflow.states.check.owners: must name 1 to 50 roles; a state without owners is open to all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{transitions: {on: second}, fork: [second, end]}|6 workflow.states.first.transitions: unknown field; known: title, description, type, fork",
                "{fork: [second]}|6 workflow.states.first.fork: must name 2 to 100 states",
                "{fork: [second, second]}|6 workflow.states.first.fork[1]: \"second\" is named twice",
                "{fork: [second, third]}|6 workflow.states.first.fork[1]: there is no state \"third\"",
                "{fork: second}|6 workflow.states.first.fork: must be a list of strings",
                "{mode: wait_n, join: end}|6 workflow.states.first.mode: must be one of wait_all, wait_any",
                "{mode: wait_all}|6 workflow.states.first.join: is required",
                "{join: end}|6 workflow.states.first.mode: is required",
                "{type: fork}|6 workflow.states.first.type: must be state, or left out",
                "{transitions: {}}|6 workflow.states.first.transitions: must be 1 to 100 transitions",
                "{transitions: [second]}|6 workflow.states.first.transitions: must be an object",
                "{transitions: {on: 7}}|6 workflow.states.first.transitions.on: must be a JSON object",
                "{transitions: {\"o n\": second}}|6 workflow.states.first.transitions[\"o n\"]: a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -",
                "{transitions: {on: {to: second, guards: x}}}|6 workflow.states.first.transitions.on.guards: unknown field; known: title, description, to, inputs, guard",
                "{owners: boss, transitions: {on: second}}|6 workflow.states.first.owners: must be a list of roles, or an object with roles, approvals, distinct, not_starter",
                "{owners: [viewer], transitions: {on: second}}|6 workflow.states.first.owners[0]: a key that is only viewer makes no transitions",
                "{owners: {roles: [a], approvals: 11}, transitions: {on: second}}|6 workflow.states.first.owners.approvals: must be a whole number from 1 to 10",
                "{owners: {role: [a]}, transitions: {on: second}}|6 workflow.states.first.owners.role: unknown field; known: roles, approvals, distinct, not_starter",
                "{after: {duration: P1M, transition: on}, transitions: {on: second}}|6 workflow.states.first.after.duration: must be a duration from PT1S to P3660D, as in P3D or PT1H30M; a day is 24 hours",
                "{after: {duration: PT0S, transition: on}, transitions: {on: second}}|6 workflow.states.first.after.duration: must be a duration from PT1S to P3660D, as in P3D or PT1H30M; a day is 24 hours",
                "{reminders: [PT1H, PT1H], transitions: {on: second}}|6 workflow.states.first.reminders[1]: must be longer than the one before it",
                "{reminders: [tomorrow], transitions: {on: second}}|6 workflow.states.first.reminders[0]: must be a duration from PT1S to P3660D, as in P3D or PT1H30M; a day is 24 hours",
                "{reminders: [PT2S], after: {duration: PT2S, transition: on}, transitions: {on: second}}|6 workflow.states.first.reminders[0]: comes too late: the state is left by itself before",
                "{after: {duration: PT1S, transition: off}, transitions: {on: second}}|6 workflow.states.first.after.transition: the state has no transition \"off\"",
                "{after: {duration: PT1S, transition: on}, transitions: {on: {to: second, guard: 'true'}}}|6 workflow.states.first.after.transition: nobody is there to bring inputs or to be held by a guard when it is made; name a transition without",
                "{transitions: {on: {to: second, guard: input.days > 1}}}|6 workflow.states.first.transitions.on.guard: there is no `input` to read here; did you mean `inputs`?",
                "{transitions: {on: {to: second, guard: steps.a.output}}}|6 workflow.states.first.transitions.on.guard: a guard reads inputs and workflow, and nothing else",
                "{transitions: {on: {to: second, inputs: {a: {type: string, pattern: '('}}}}}|6 workflow.states.first.transitions.on.inputs.a.pattern: this is not a pattern that RE2 knows: missing closing )",
                "{transitions: {on: {to: second, inputs: {a: {type: string, default: x}}}}}|6 workflow.states.first.transitions.on.inputs.a.default: unknown field; known: required, type, format, title, description, minimum, maximum, minLength, maxLength, minItems, maxItems, enum, pattern, items, properties",
                "{transitions: {on: {to: second, inputs: {a: {type: string, format: dat}}}}}|6 workflow.states.first.transitions.on.inputs.a.format: must be one of date, date-time, time, duration, email, hostname, ipv4, ipv6, uri, uuid",
                "{run: {type: HttpRequst}, then: on, transitions: {on: second}}|6 workflow.states.first.run.type: unknown step type \"HttpRequst\"; did you mean HttpRequest?",
                "{run: {type: Await}, then: on, transitions: {on: second}}|6 workflow.states.first.run.type: a state runs an operation, and Await is none",
                "{run: {type: TextOperation.Trim}, then: on, transitions: {on: second}}|6 workflow.states.first.run.input: is required by TextOperation.Trim",
                "{run: {type: Echo, input: '${steps.x.output}'}, then: on, transitions: {on: second}}|6 workflow.states.first.run.input: what a state runs reads inputs and workflow, and nothing else",
                "{run: {type: Echo, x: 1}, then: on, transitions: {on: second}}|6 workflow.states.first.run.x: unknown field; known: none",
                "{run: {type: Echo}, then: off, transitions: {on: second}}|6 workflow.states.first.then: the state has no transition \"off\"",
                "{run: {type: Echo}, then: on, transitions: {on: second, off: end}}|6 workflow.states.first.transitions: a state that runs something is left by \"then\" and \"onError\" alone, and neither names \"off\"",
                "{run: {type: Echo}, then: on, owners: [a], transitions: {on: second}}|6 workflow.states.first.owners: unknown field; known: title, description, type, transitions, then, onError, run",
                "{run: {type: Echo}, transitions: {on: second}}|6 workflow.states.first.then: is required",
                "seven|6 workflow.states.first: must be a JSON object",
            })
    void a_fault_of_a_state_is_told_where_it_is(String state, String fault) {
        assertThat(faults(around(state))).contains(fault);
    }

    @Test
    void a_guard_is_one_expression() {
        assertThat(faults(around("{transitions: {on: {to: second, guard: 'inputs.a } ${ inputs.b'}}}")))
                .containsExactly(
                        "6 workflow.states.first.transitions.on.guard: must be one expression, without ${ and }");
        planWith("{transitions: {on: {to: second, guard: '$count([{\"a\": \"}\"}]) > inputs.days'}}}");
    }

    @Test
    void what_is_wrong_with_the_ways_is_told_by_state_and_transition() {
        assertThat(faults("""
                workflow:
                  id: test
                  start: a
                  states:
                    a: {transitions: {on: b}}
                    b: {fork: [c, d]}
                    c: {transitions: {on: end}}
                    d: {}
                    lonely: {transitions: {on: end}}
                    gate: {mode: wait_all, join: end}
                    end: {}
                """))
                .containsExactly(
                        "6 workflow.states.b: its branches come together in no join",
                        "9 workflow.states.lonely: cannot be reached from the start, a",
                        "10 workflow.states.gate: no branch of a fork reaches this join");
        assertThat(faults("""
                workflow:
                  id: test
                  start: a
                  states:
                    a: {transitions: {on: fork, into: c}}
                    fork: {fork: [b, c]}
                    b: {transitions: {on: gate}}
                    c: {transitions: {on: gate}}
                    gate: {mode: wait_any, join: end}
                    end: {}
                """)).isNotEmpty().allMatch(fault -> fault.matches("\\d+ workflow\\.states\\..+"));
    }

    @Test
    void what_is_there_twice_is_a_fault_like_any_other() {
        assertThat(faults(LEAVE_REQUEST
                        .replace("  start: draft\n", "  start: draft\n  start: approved\n")
                        .replace("hr_deny: draft", "hr_deny: drft")))
                .containsExactly(
                        "4 workflow.start: is there twice",
                        "18 workflow.states.hr_check.transitions.hr_deny: there is no state \"drft\"");
    }

    @Test
    void of_json_no_line_is_told() {
        assertThat(faults(Format.JSON, "{\"workflow\": {\"id\": \"a\", \"start\": \"a\", \"states\": {}}}"))
                .containsExactly(
                        "workflow.states: must be 1 to 1000 states", "workflow.start: there is no state \"a\"");
        assertThat(faults(Format.JSON, "[]")).isNotEmpty();
        assertThat(faults(Format.JSON, "{\"workflow\": 7}")).containsExactly("workflow: must be an object");
        assertThat(faults(Format.JSON, "{}")).containsExactly("workflow: is required");
    }

    @Test
    void ids_that_pipelines_are_given_are_not_for_machines() {
        assertThat(faults(LEAVE_REQUEST.replace("id: leave-request", "id: wf-01kajx5z8e3f7q9s2v4w6x8y0z")))
                .containsExactly("2 workflow.id: ids of this form are given to what is registered by POST /workflows");
    }

    @Test
    void there_are_at_most_a_thousand_states() {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            states.append("    s")
                    .append(i)
                    .append(": {transitions: {on: s")
                    .append(i + 1)
                    .append("}}\n");
        }
        String most = "workflow:\n  id: a\n  start: s1\n  states:\n"
                + states.toString().replaceFirst("(?m)^.*s0:.*\n", "") + "    s1000: {}\n";
        assertThat(compile(most).compiled().plan().stages()).hasSize(1_000);
        assertThat(faults(most + "    more: {}\n")).containsExactly("4 workflow.states: must be 1 to 1000 states");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "a: b: c",
                "a: [1, 2",
                "\tworkflow: 1",
                "--- 1\n--- 2",
                "a: *nothing",
                "&a [*a]",
                "a: !!binary x",
                "!!java.net.URL [x]",
                "{[1]: 2}",
                "a: \"\\uD800\"",
                "a: \"\\U00FFFFFF\"",
                "a: .nan",
                "a: 1e999",
                "a: !!int x",
                "\u0000",
                "%YAML 9.9\n--- a",
                "'",
            })
    void what_is_no_yaml_that_is_taken_is_refused_with_its_place(String yaml) {
        assertThat(malformed(yaml)).matches("(?s)the body is not YAML: line \\d+, column \\d+: .+");
    }

    @Test
    @Timeout(20)
    void what_would_be_costly_to_read_is_refused_soon() {
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c < 'k'; c++) {
            String before = "*" + (char) (c - 1);
            bomb += c + ": &" + c + " [" + String.join(", ", java.util.Collections.nCopies(9, before)) + "]\n";
        }
        assertThat(malformed(bomb)).contains("aliases");
        assertThat(malformed("[".repeat(200_000))).contains("nest at most 64 deep");
        assertThat(malformed("{a: ".repeat(60_000))).contains("nest at most 64 deep");
        assertThat(malformed("- ".repeat(100_000))).contains("nest at most 64 deep");
        assertThat(malformed("? ".repeat(100_000))).contains("nest at most 64 deep");
        assertThat(malformed("[" + "x,".repeat(120_000) + "]")).contains("there are more than 50000 values");
    }

    @Test
    @Timeout(30)
    void the_largest_definitions_are_compiled_or_refused_soon() {
        StringBuilder wide = new StringBuilder("workflow:\n  id: a\n  start: s0\n  states:\n    end: {}\n");
        for (int i = 0; wide.length() < 250_000; i++) {
            if (i % 100 == 0) {
                wide.append("    s")
                        .append(i / 100)
                        .append(":\n      transitions:\n        e: end\n        n: s")
                        .append(i / 100 + 1)
                        .append('\n');
            }
            wide.append("        t").append(i % 100).append(": {to: end, inputs: {a: {type: string}}, guard: a}\n");
        }
        long began = System.nanoTime();
        assertThat(faults(wide.toString())).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whatever_is_sent_is_compiled_or_refused() {
        String[] parts = {
            "draft",
            "manager_check",
            "final_gate",
            "approved",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "fork",
            "join",
            "run",
            "transitions",
            "null",
            "7",
            "\"",
            "'",
            "&a ",
            "*a",
            "!x ",
            "- ",
            "\n",
            "  ",
            "#",
            "|",
            ">",
            "%",
            "\u0000",
            "日",
            "inputs.days",
            "${",
            "}",
            "wait_any",
            "then",
            "owners",
            "after",
            "type",
            "states",
            "workflow",
            "x.y",
            "..",
            "<<"
        };
        Random random = new Random(11);
        int compiled = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(LEAVE_REQUEST);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(12));
                text.replace(at, end, parts[random.nextInt(parts.length)]);
            }
            try {
                compile(text.toString());
                compiled++;
            } catch (Refusal e) {
                assertThat(e.kind()).isEqualTo(Refusal.Kind.INVALID);
            }
        }
        assertThat(compiled).isPositive();
    }
}
