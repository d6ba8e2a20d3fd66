package dev.lockstep.cli.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFileTest {
    @Test
    void yamlBecomesTheJsonThatItMeans() throws Exception {
        assertThat(DefinitionFile.yaml("name: a\nsteps:\n  - {type: Echo, n: 1, f: 1.5, b: true, z: null}\n", "x"))
                .isEqualTo(DefinitionFile.json(
                        "{\"name\":\"a\",\"steps\":[{\"type\":\"Echo\",\"n\":1,\"f\":1.5,\"b\":true,\"z\":null}]}",
                        "y"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a: [1'            | x.yaml:1:6
            'a: 1\tb: }'       | x.yaml:1
            'a: 1,a: 2'        | x.yaml
            '!!java.net.URL u' | x.yaml
            """)
    void badYamlIsNamedWithItsPlace(String text, String place) {
        assertThatThrownBy(() -> DefinitionFile.yaml(text.replace(',', '\n'), "x.yaml"))
                .isInstanceOf(BadDefinition.class)
                .hasMessageStartingWith(place);
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder bomb = new StringBuilder("l0: &l0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("l%d: &l%d [*l%d, *l%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThatThrownBy(() -> DefinitionFile.yaml(bomb.toString(), "x.yaml")).isInstanceOf(BadDefinition.class);
    }

    @Test
    void badJsonIsNamedWithItsPlace() {
        assertThatThrownBy(() -> DefinitionFile.json("{\n  \"a\": }", "x.json"))
                .isInstanceOf(BadDefinition.class)
                .hasMessageStartingWith("x.json:2:");
    }
}
