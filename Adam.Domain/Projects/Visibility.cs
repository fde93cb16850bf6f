namespace Adam.Domain.Projects;

/// <summary>The readers of a project.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum Visibility
{
    /// <summary>Everybody with a key.</summary>
    Partners = 1,

    /// <summary>
    /// The owner, analysts and admins. Others learn only that there is a project in a country and a pillar, and whom to
    /// ask.
    /// </summary>
    Restricted = 2,
}
