using Adam.Domain.Projects;

namespace Adam.Benchmarks.Registers;

/// <summary>A project that somebody could have recorded, and whose it is.</summary>
internal sealed record Entry(string Owner, ProjectDraft Draft);
