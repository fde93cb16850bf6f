namespace Adam.Domain.Keys;

/// <summary>The permissions of an API key.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum Role
{
    /// <summary>Reads all data.</summary>
    Viewer = 1,

    /// <summary>Reads, and writes its own partner's projects.</summary>
    Donor = 2,

    /// <summary>Reads, and decides overlaps.</summary>
    Analyst = 3,

    /// <summary>Does everything, including partners and keys.</summary>
    Admin = 4,
}
