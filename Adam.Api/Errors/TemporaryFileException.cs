namespace Adam.Api.Errors;

/// <summary>
/// The server could not keep a file that a client has sent in its folder for temporary files: an error of the server,
/// whose operator mends it, and not of the file.
/// </summary>
internal sealed class TemporaryFileException(string message, Exception inner) : Exception(message, inner);
