using Adam.Domain.Projects;

namespace Adam.Benchmarks.Registers;

/// <summary>A generated project and its owner.</summary>
internal sealed record Entry(string Owner, ProjectDraft Draft);
