package dev.lockstep.local.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What Maven's modules cannot say of which code may know which. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("local")
            .definedBy("dev.lockstep.local..")
            .layer("functions")
            .definedBy("dev.lockstep.functions..")
            .layer("adapters")
            .definedBy("dev.lockstep.adapters..")
            .layer("dialects")
            .definedBy("dev.lockstep.dialects..")
            .layer("engine")
            .definedBy("dev.lockstep.engine..")
            .whereLayer("local")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("functions")
            .mayOnlyBeAccessedByLayers("local")
            .whereLayer("adapters")
            .mayOnlyBeAccessedByLayers("functions", "local")
            .whereLayer("dialects")
            .mayOnlyBeAccessedByLayers("functions", "adapters", "local");

    @ArchTest
    static final ArchRule THE_ENGINE_AND_THE_DIALECTS_KNOW_NO_AWS = noClasses()
            .that()
            .resideInAnyPackage("dev.lockstep.engine..", "dev.lockstep.dialects..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..");

    @ArchTest
    static final ArchRule DECISIONS_READ_NO_CLOCK_AND_DO_NO_IO = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.lockstep.engine.bulk..", "dev.lockstep.engine.decide..", "dev.lockstep.engine.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lockstep.engine.ports..", "dev.lockstep.engine.usecases..", "java.io..", "java.nio..");

    @ArchTest
    static final ArchRule NOTHING_IN_THE_ENGINE_READS_THE_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.lockstep.engine.bulk..",
                    "dev.lockstep.engine.decide..",
                    "dev.lockstep.engine.definition..",
                    "dev.lockstep.engine.execution..",
                    "dev.lockstep.engine.schedule..",
                    "dev.lockstep.engine.trial..",
                    "dev.lockstep.engine.usecases..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule FUNCTIONS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.lockstep.functions.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NOTHING_IS_CALLED_MANAGER_HELPER_OR_UTIL = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils");

    @ArchTest
    static final ArchRule RUNNING_ON_A_LAPTOP_NEEDS_NOTHING_OF_THE_SERVER = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.local.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lockstep.engine..", "dev.lockstep.adapters..", "dev.lockstep.dialects..", "software.amazon..");

    @ArchTest
    static final ArchRule CLIENTS_KNOW_THE_SERVER_BY_ITS_API_ALONE = noClasses()
            .that()
            .resideInAnyPackage("dev.lockstep.client..", "dev.lockstep.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lockstep.engine..",
                    "dev.lockstep.adapters..",
                    "dev.lockstep.dialects..",
                    "dev.lockstep.functions..",
                    "dev.lockstep.local..",
                    "software.amazon..");

    @ArchTest
    static final ArchRule THE_CLIENT_LIBRARY_IS_NOT_THE_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.cli..", "picocli..");

    @ArchTest
    static final ArchRule HANDLERS_ARE_WHAT_LAMBDA_CALLS = classes()
            .that()
            .haveSimpleNameEndingWith("Handler")
            .and()
            .resideInAPackage("dev.lockstep.functions..")
            .should()
            .beAssignableTo("com.amazonaws.services.lambda.runtime.RequestStreamHandler");
}
