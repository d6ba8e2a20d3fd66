package dev.lockstep.engine.data;

import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.regex.RegularExpression;
import java.util.Locale;

/**
 * The validator, set up to fetch nothing and to match by RE2. A class of its own, so that what never validates never loads
 * it.
 */
final class SchemaLibrary {
    private static final String META = "https://json-schema.org/draft/2020-12/schema";

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .regularExpressionFactory(SchemaLibrary::expression)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(false)
            .build();

    /** Of users' schemas: it has no loader that finds anything, and keeps none, since they are many and may share ids. */
    private static SchemaRegistry users() {
        return SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                builder -> builder.schemaRegistryConfig(CONFIG)
                        .schemaCacheEnabled(false)
                        .schemaLoader(loader -> loader.block(iri -> true)));
    }

    private static final class Meta {
        // The meta-schema is on the library's own class path; no user's text decides what is read here.
        static final Schema SCHEMA = SchemaRegistry.withDialect(
                        Dialects.getDraft202012(), builder -> builder.schemaRegistryConfig(CONFIG))
                .getSchema(SchemaLocation.of(META));

        private Meta() {}
    }

    private SchemaLibrary() {}

    static SchemaRegistry registry() {
        return users();
    }

    static Schema metaSchema() {
        return Meta.SCHEMA;
    }

    private static RegularExpression expression(String source) {
        Pattern pattern = Pattern.compile(source);
        return text -> {
            MatchBudget.spend((long) text.length() * pattern.programSize());
            return pattern.matcher(text).find();
        };
    }
}
