using System.Reflection;

namespace Adam.Tests.Conventions;

/// <summary>Standard concepts carry their standard names. docs/glossary.md lists the vocabulary.</summary>
public sealed class VocabularyTests
{
    // Earlier names in the code for concepts with a standard name.
    private static readonly string[] RetiredTypes =
    [
        "Refusal",
        "Fault",
        "Faults",
        "ICollectsFaults",
        "ExactBinder",
        "RequestShape",
        "RecordShape",
        "JsonShape",
        "Scalar",
        "Reading",
        "Limits",
        "Members",
        "Answers",
        "ProjectAnswers",
        "ReadProject",
        "ReadRecord",
        "UnreadableFile",
        "ImportStopped",
        "DatabaseFault",
        "KeyFailure",
        "RequestLog",
        "HiddenPaths",
        "HeadAsGet",
        "HealthQuestion",
        "DatabaseCheck",
        "CallersWords",
        "EditionRenewal",
        "Access",
        "Allowed",
        "Verbs",
        "WorkConsole",
        "Told",
        "Copies",
        "CopyPlaces",
        "PatientStream",
        "FewNames",
        "Stage",
        "Arrival",
        "Arrived",
        "JudgedArrival",
        "Findings",
        "Engine",
        "SqlServerUnit",
        "Retrying",
        "KeptConnection",
        "KeptCommand",
        "Statement",
        "JsonRows",
        "ReportLead",
        "ReportWalk",
        "SearchSizes",
        "Double",
        "OverlapSide",
        "Sharing",
        "Weighed",
        "Edition",
        "Surprise",
        "Evidence",
        "EvidenceKeys",
        "Sentences",
        "Gift",
        "Crowns",
        "Kinds",
        "PairKind",
        "OverlapKeeper",
        "AllPairs",
        "OverlapMemory",
        "PreparedProjects",
        "WhatCounts",
        "CellBits",
        "Latin",
        "Outsiders",
    ];

    private static readonly string[] RetiredMembers =
    [
        "OrRefuse",
        "RefuseAny",
        "Concern",
        "LivingAsync",
        "ToChangeAsync",
        "MeantAsync",
        "HolderAsync",
        "AskAsync",
        "Patience",
        "Demand",
        "TakeTime",
        "Says",
        "SaysOf",
        "SaysWhat",
        "CrownAsync",
        "RivalsAsync",
        "Rivals",
        "KeepAsync",
        "IsGone",
    ];

    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly IEnumerable<Type> Types = new[] { "Adam.Domain", "Adam.Data", "Adam.Api" }
        .SelectMany(name => Assembly.Load(name).GetTypes())
        .Where(type => type.FullName!.StartsWith("Adam.", StringComparison.Ordinal));

    [Test]
    public void No_type_has_a_retired_name() =>
        Assert.That(
            Types.Where(type => RetiredTypes.Contains(type.Name.Split('`')[0])).Select(type => type.FullName),
            Is.Empty
        );

    [Test]
    public void No_method_or_property_has_a_retired_name() =>
        Assert.That(
            Types
                .SelectMany(type => type.GetMembers(All))
                .Where(member => member is MethodInfo or PropertyInfo && RetiredMembers.Contains(member.Name))
                .Select(member => $"{member.DeclaringType!.FullName}.{member.Name}"),
            Is.Empty
        );

    [Test]
    public void Factories_named_Of_make_tiny_value_objects_only() =>
        Assert.That(
            Types
                .SelectMany(type => type.GetMethods(All))
                .Where(method => method.Name == "Of")
                .Select(method => method.DeclaringType!.Name)
                .Distinct(),
            Is.SubsetOf(new[] { "PairKey" })
        );
}
